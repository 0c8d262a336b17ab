#pragma once

#include "persistence/codec/bytes.hpp"
#include "persistence/postgres/draft.hpp"
#include "persistence/postgres/link.hpp"

#include <map>

namespace frontrow::postgres {

/// What a batch does to one partition.
struct partition_step {
  std::uint64_t epoch = 0;
  std::uint64_t batch = 0; // the number of this batch
  std::uint64_t first = 0; // position of its first event
  std::uint64_t event_count = 0;
  byte_writer events;
  std::uint64_t answer_count = 0;
  byte_writer keys;
};
using partition_steps = std::map<std::uint32_t, partition_step>;

/// One statement that does a whole batch or, when any row is not at its version, any key taken or
/// any partition in other hands, nothing (check_failed). A part for each kind of change that the
/// batch makes, each over arrays of any length; so there are a few dozen different texts, each
/// prepared at its first use.
class batch_statement {
public:
  batch_statement();

  void fill(const draft&, const partition_steps&, instant now);
  bool is_empty() const { return shape_ == 0; }
  /// Its mark comes first, so that two writers of one partition wait for each other there.
  void run(link&);

private:
  struct part {
    std::string sql; // with %1, %2, … for its parameters
    std::vector<array> arrays;
  };

  part& use(std::size_t which);
  void fill_marks(const partition_steps&, instant now);
  void fill_answers(const draft&);
  std::string text() const;

  std::vector<part> parts_;
  std::uint64_t shape_ = 0;
  byte_writer answer_;
};

} // namespace frontrow::postgres
