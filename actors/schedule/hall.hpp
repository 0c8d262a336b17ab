#pragma once

#include "actors/schedule/free_seats.hpp"
#include "actors/schedule/printed_hall.hpp"

#include <deque>
#include <queue>
#include <unordered_map>

/// What one performance knows of its seats. Pure: the seats decide, the hall remembers what they
/// told, so that readers and bookers need not ask them.
namespace frontrow {

/// How many changes a hall keeps for readers who resume.
inline constexpr std::size_t seat_changes_max = 4'096;
/// How many seats a schedule may have.
inline constexpr std::uint32_t seats_max = 1'000'000;

/// Counts the seats of all sections.
std::uint64_t count_seats(const schedule_row&);

/// Where a seat stands, and what it costs.
struct seat_place {
  std::size_t section = 0; // index in `sections`
  std::uint32_t row = 0;   // from 1, in its section
  points price = 0;
};

/// `seat` must be one of the schedule's.
seat_place find_place(const schedule_row&, seat_id);

/// Whether the schedule sells at this moment: none, sale_not_open or sale_closed.
refusal sale_refusal(const schedule_row&, instant now);

class hall {
public:
  /// `touched` are the seats that a store remembers; all others are open.
  hall(schedule_row facts, const std::vector<seat_row>& touched);

  const schedule_row& facts() const { return facts_; }
  std::uint32_t seats() const { return static_cast<std::uint32_t>(rows_.size()); }
  std::uint32_t available() const { return available_; }
  /// The sum of all seats' versions: grows by one with every change, and survives restarts.
  std::uint64_t version() const { return version_; }

  bool has(seat_id seat) const { return raw(seat) >= 1 && raw(seat) <= rows_.size(); }
  const seat_row& at(seat_id seat) const { return rows_[raw(seat) - 1]; }
  points price_of(seat_id) const;
  void learn_capacity(std::uint32_t concurrent_user_max) {
    facts_.concurrent_user_max = concurrent_user_max;
  }
  /// Whether it was somebody's when it was last heard of, and still is if nobody has asked since.
  bool is_taken(seat_id, instant now) const;

  /// Takes in what a seat has become. Older news is passed over.
  void learn(const seat_row&);

  /// The free seat with the lowest id that nobody is being asked about.
  std::optional<seat_id> lowest_free() const { return free_.lowest(); }
  /// A seat that is asked about is no free seat until the answer is learnt.
  void begin(seat_id);
  void end(seat_id);
  /// Whether seats are being asked about that may turn out free.
  bool is_undecided() const { return !asked_.empty(); }

  /// When the next hold ends; nothing: no seat is held.
  std::optional<instant> next_deadline();
  /// The seats whose holds have ended; each is named once until its row changes or `recall`ed.
  std::vector<seat_id> take_due(instant now);
  /// Names a due seat again later: letting it go did not work.
  void recall(seat_id, instant when);

  /// How many seats are held.
  std::uint32_t held() const { return held_; }
  /// How many holds this user has here.
  std::uint32_t holds_of(user_id) const;

  seat_list list(bool as_fcfs, std::uint64_t known_version);
  seat_changes changes_after(std::uint64_t version) const;

private:
  struct deadline {
    instant at;
    seat_id seat;
    std::uint64_t version;
    bool operator>(const deadline& other) const { return at > other.at; }
  };

  void watch(const seat_row&);
  void remember(const seat_change&, bool is_next);
  void count_hold(const seat_row&, int by);

  schedule_row facts_;
  std::vector<seat_row> rows_;
  free_seats free_;
  std::uint32_t available_ = 0;
  std::uint32_t held_ = 0;
  std::unordered_map<std::uint32_t, std::uint32_t> asked_; // how often a seat is asked about
  std::uint64_t version_ = 0;
  std::priority_queue<deadline, std::vector<deadline>, std::greater<>> deadlines_;
  std::unordered_map<std::uint64_t, std::uint32_t> holds_; // by user
  std::deque<seat_change> recent_;
  printed_hall printed_;
};

} // namespace frontrow
