#pragma once

#include "persistence/sqlite/answer_book.hpp"
#include "persistence/sqlite/checkpointer.hpp"
#include "persistence/sqlite/row_statements.hpp"

namespace frontrow::sqlite {

/// The writing side. A broken connection is replaced with the next commit; when nobody knows
/// whether the last COMMIT happened, the batch number in the database tells.
class sqlite_writer final : public store_writer {
public:
  sqlite_writer(std::filesystem::path database, milliseconds answer_life, log_limits limits);
  ~sqlite_writer() override;

  std::vector<commit_result> commit(std::span<const write_set> batch, instant now) override;
  std::optional<answer_row> read(const find_answer&) override;
  void tidy() override;
  std::vector<std::uint64_t> last_positions() const override { return {mark_.events}; }

private:
  struct mark {
    std::uint64_t batch = 0;
    std::uint64_t events = 0;
    std::uint64_t answers = 0;
    std::uint64_t hash_seed = 0;
  };

  /// A connection and what was prepared on it.
  struct session {
    session(const std::filesystem::path& database, std::uint32_t& log_pages);

    connection db;
    row_statements rows;
    statement begin;
    statement commit;
    statement rollback;
    statement save;
    statement release;
    statement undo;
    statement outbox_insert;
    statement mark_update;
    statement mark_read;
  };

  /// How a pass over a batch protects the good write sets from the guilty.
  enum class care : std::uint8_t { none, savepoints };

  session& open();
  bool write_all(std::span<const write_set>, instant now, care);
  commit_result write(const write_set&, instant now);
  commit_result write_carefully(const write_set&, instant now);
  void write_batch(instant now);
  mark read_mark();
  void adopt();
  void settle();
  void abandon() noexcept;
  void close();

  const std::filesystem::path database_;
  std::uint32_t log_pages_ = 0;
  std::unique_ptr<session> session_;
  mark mark_;
  answer_book answers_;
  checkpointer checkpointer_;

  // Of the batch at hand.
  std::vector<commit_result> results_;
  byte_writer events_;
  std::uint64_t event_count_ = 0;
  bool has_written_ = false;
  bool left_traces_ = false; // of the write set at hand
  bool is_in_doubt_ = false;
};

} // namespace frontrow::sqlite
