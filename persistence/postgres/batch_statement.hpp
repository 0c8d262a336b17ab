#pragma once

#include "persistence/codec/bytes.hpp"
#include "persistence/postgres/batch_parts.hpp"
#include "persistence/postgres/draft.hpp"
#include "persistence/postgres/link.hpp"

#include <map>

namespace frontrow::postgres {

/// Whose batch it is, and which of his.
struct batch_turn {
  std::int64_t node = 0;
  std::int64_t writer = 0;
  std::uint64_t epoch = 0;
  std::uint64_t batch = 0;
};

/// What a batch adds to one partition: events, and answers that will age.
struct partition_step {
  std::uint64_t event_count = 0;
  byte_writer events;
  std::uint64_t answer_count = 0;
  byte_writer keys;
};
using partition_steps = std::map<std::uint32_t, partition_step>;

/// One statement that does a whole batch or, when it is not the writer's turn, any row is not at
/// its version or any key taken, nothing (check_failed). A part for each kind of change that the
/// batch makes, each over arrays of any length; so there are a few dozen different texts, each
/// prepared at its first use.
///
/// Whoever writes into a partition locks its mark, in the order of partitions, as the last thing
/// before the events that take their positions from it: so batches of any number of writers follow
/// each other there, gapless and in the order of their commits.
class batch_statement {
public:
  void fill(const draft&, const batch_turn&, const partition_steps&, instant now);
  /// Whether it would change nothing but the writer's own row.
  bool is_empty() const;
  /// The last position of each partition of the steps, in their order. Throws store_error.
  std::vector<std::uint64_t> run(link&);

private:
  batch_part& use(std::size_t which);
  void fill_turn(const batch_turn&);
  void fill_steps(const partition_steps&, instant now);
  void fill_answers(const draft&);
  std::string print() const;

  std::vector<batch_part> parts_ = make_batch_parts();
  std::uint64_t shape_ = 0;
  std::map<std::uint64_t, std::string> texts_; // by shape
  byte_writer answer_;
};

} // namespace frontrow::postgres
