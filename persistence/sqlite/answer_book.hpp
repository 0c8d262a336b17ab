#pragma once

#include "persistence/sqlite/answer_index.hpp"
#include "persistence/sqlite/connection.hpp"
#include "persistence/store.hpp"

namespace frontrow::sqlite {

/// The kept answers: one row a batch in the database, an index over the living ones in memory.
/// A transaction that added or purged ends in `adopt` or `drop`, which keep the index true.
class answer_book {
public:
  answer_book(milliseconds life, std::uint64_t seed) : life_{life}, seed_{seed} {}

  /// Prepares its statements on a connection, which replaces any former one.
  void attach(connection&);
  /// Before that connection goes.
  void detach() { on_.reset(); }
  /// Indexes all answers of the database, of which `last` were ever kept.
  void load(std::uint64_t last);

  std::optional<answer_row> find(const answer_key&);

  // Within a transaction.
  /// Keeps the answer, or says no because its key has one already.
  [[nodiscard]] bool add(const answer_row&);
  std::size_t added() const { return added_.size(); }
  /// Forgets what was added after the first n.
  void cut(std::size_t n);
  /// Writes what was added, and deletes some of what is past its life.
  void write(instant now);

  // After a transaction.
  void adopt();
  void drop();

  /// Answers ever kept.
  std::uint64_t last() const { return last_; }

private:
  struct entry {
    std::uint64_t hash = 0;
    std::uint64_t position = 0;
    const answer_row* answer = nullptr; // of one added; good until the transaction ends
  };
  struct statements {
    explicit statements(connection& on);

    statement insert;
    statement oldest;
    statement erase;
    statement at;
    statement all;
  };

  std::optional<answer_row> read(const answer_key&, std::uint64_t position);
  void purge(instant now);

  const milliseconds life_;
  const std::uint64_t seed_;
  std::optional<statements> on_;
  answer_index index_;
  std::uint64_t last_ = 0;
  /// No answer is older.
  instant oldest_at_{};
  std::vector<entry> added_;
  std::vector<entry> purged_;
  byte_writer hashes_;
  byte_writer answers_;
};

} // namespace frontrow::sqlite
