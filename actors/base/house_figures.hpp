#pragma once

#include <atomic>
#include <cstdint>

namespace frontrow {

/// What the house looks like right now, over all schedules and waiting rooms that are alive. Any
/// thread may read it at any time.
struct house_figures {
  std::atomic<std::int64_t> holds{0};
  std::atomic<std::uint64_t> expiries{0}; // holds that ran out, since the start
  std::atomic<std::int64_t> waiting{0};
  std::atomic<std::int64_t> active{0};
  std::atomic<std::uint64_t> admissions{0}; // since the start
  // Of lines that are kept in Redis, since the start.
  std::atomic<std::uint64_t> lines_lost{0};      // found gone by a fresh start
  std::atomic<std::uint64_t> lines_restored{0};  // written back whole from memory
  std::atomic<std::uint64_t> places_returned{0}; // taken up again by a signed token
};

inline house_figures the_house;

/// One actor's share of a figure: gives what it added back when it ends.
class figure_share {
public:
  explicit figure_share(std::atomic<std::int64_t>& of) : of_{of} {}
  figure_share(const figure_share&) = delete;
  figure_share& operator=(const figure_share&) = delete;
  ~figure_share() { set(0); }

  void set(std::int64_t value) {
    of_.fetch_add(value - share_, std::memory_order_relaxed);
    share_ = value;
  }

private:
  std::atomic<std::int64_t>& of_;
  std::int64_t share_ = 0;
};

} // namespace frontrow
