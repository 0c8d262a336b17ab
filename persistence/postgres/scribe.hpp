#pragma once

#include "persistence/postgres/batch_statement.hpp"

#include <optional>

namespace frontrow::postgres {

/// Who writes: a node's writer by its index. Node 0 has no cluster.
struct writer_name {
  node_id node{};
  std::uint32_t index = 0;
};

/// One writer's row: whose turn it is there, and the batches that it committed. Taking the turn
/// makes a stranger of whoever had it before, and so does whoever deletes the row.
class scribe {
public:
  /// Knows nothing yet of these partitions, of a store that has `count`.
  scribe(writer_name, std::vector<std::uint32_t> own, std::uint32_t count);

  /// Makes it this writer's turn: whoever wrote under its name is refused from now on, and what he
  /// may be committing just then is waited for. Throws store_error, also when its node was declared
  /// dead.
  void take(link&);
  /// Throws store_error when it is not this writer's turn any more.
  void check(link&) const;

  /// The next batch's.
  batch_turn next() const;
  /// What this batch does to each partition that it touches.
  partition_steps steps_of(std::span<const write_set>, const std::vector<commit_result>&) const;
  /// The next batch is committed, and brought these partitions to these positions.
  void adopt(const partition_steps&, const std::vector<std::uint64_t>& positions);
  /// Whether the batch of that number is, judging by what `take` found. Nothing: somebody else
  /// wrote under this name since, and nobody can tell any more.
  std::optional<bool> has(std::uint64_t batch) const;

  const std::vector<std::uint32_t>& own() const { return own_; }
  /// The highest known to be committed, by partition.
  const std::vector<std::uint64_t>& positions() const { return positions_; }

private:
  writer_name name_;
  std::vector<std::uint32_t> own_;
  std::vector<std::uint64_t> positions_;
  std::uint64_t epoch_ = 0;
  std::uint64_t batch_ = 0;
};

} // namespace frontrow::postgres
