#pragma once

#include "persistence/postgres/batch_statement.hpp"

#include <optional>

namespace frontrow::postgres {

/// How far each partition of one writer is, and whose turn it is to write there.
class marks {
public:
  /// Knows nothing yet of these partitions, of a store that has `count`.
  marks(std::vector<std::uint32_t> own, std::uint32_t count);

  /// Makes it this writer's turn: whoever wrote before is refused from now on, and what he may be
  /// committing just then is waited for. Throws store_error.
  void take(link&);
  /// Throws store_error when somebody else has taken a turn since.
  void check(link&) const;

  /// What this batch does to each partition that it touches.
  partition_steps steps_of(std::span<const write_set>, const std::vector<commit_result>&);
  /// These steps are committed.
  void adopt(const partition_steps&);
  /// Whether they are, judging by what `take` found. Nothing: somebody else wrote since, and nobody
  /// can tell any more.
  std::optional<bool> has(const partition_steps&) const;

  const std::vector<std::uint32_t>& own() const { return own_; }
  /// By partition.
  std::vector<std::uint64_t> positions() const;

private:
  struct mark {
    std::uint64_t epoch = 0;
    std::uint64_t batch = 0;
    std::uint64_t position = 0;
    bool is_own = false;
  };

  pqxx::result read(link&, const char* name, const std::string& sql) const;

  std::vector<std::uint32_t> own_;
  std::vector<mark> all_;
};

} // namespace frontrow::postgres
