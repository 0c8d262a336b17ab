#pragma once

#include "bench/load/histogram.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace frontrow::load {

/// What was seen of one kind of call.
struct operation_tally {
  std::string name{};
  histogram latency{}; // microseconds from the intended start, of every answer
  std::uint64_t successes = 0;
  std::map<std::string, std::uint64_t, std::less<>> refusals{}; // by reason code
  std::uint64_t lost = 0;      // connections refused or broken, and time-outs
  std::uint64_t impatient = 0; // hung up on purpose, to ask again
};

/// Counts what happens, by operation. An operation is an index into `operations`.
class tally {
public:
  explicit tally(std::vector<std::string> names);

  /// An answer came. What counts as a refusal is told apart by the `reason` or `code` in its body.
  void answered(std::size_t operation, std::chrono::nanoseconds latency, unsigned status,
                std::string_view body);
  void lost(std::size_t operation) { ++operations_[operation].lost; }
  void hung_up(std::size_t operation) { ++operations_[operation].impatient; }

  const std::vector<operation_tally>& operations() const { return operations_; }
  /// Over all operations.
  operation_tally total() const;

private:
  std::vector<operation_tally> operations_;
};

/// The stable code of a refusal's body, or `http_<status>` when it names none;
/// `success` or `no answer` (status 0) for what is no refusal.
std::string reason_of(unsigned status, std::string_view body);

} // namespace frontrow::load
