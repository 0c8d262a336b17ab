#include "tests/simulation/checks.hpp"

namespace frontrow::test {

namespace {

using phase = seat_row::phase;

std::string name_of(const deed& d) {
  return "gate: " + d.entry.user + " at " + d.entry.address;
}

/// The last moment before this try when nothing was on its way: everybody knew what was durable.
moment rest_before(const whole_story& story, const attempt& a) {
  const auto& rests = story.told.rests;
  const auto after = std::upper_bound(rests.begin(), rests.end(), a.sent);
  return after == rests.begin() ? moment{0} : *(after - 1);
}

/// Whether no other try that may touch these seats, or this gate, was under way since that rest.
bool is_alone(const whole_story& story, const attempt& one) {
  const auto since = rest_before(story, one);
  for (const auto& d : story.told.deeds)
    for (const auto& a : d.attempts) {
      const bool touches = d.what == wish::join || d.what == wish::reserve
                           || d.what == wish::confirm || d.what == wish::cancel;
      if (touches && &a != &one && a.sent < one.heard && (!a.is_heard || a.heard > since))
        return false;
    }
  return true;
}

/// Whether a seat stood open, durably, from that rest on until the try was heard.
bool was_open(const whole_story& story, seat_id seat, const attempt& a) {
  const auto it = story.kept.seats.find({schedule_id{story.told.how.fcfs.schedule}, seat});
  return it == story.kept.seats.end()
         || !was_ever(it->second, rest_before(story, a), a.heard,
                      [](const seat_row& row) { return row.is != phase::open; });
}

void check_bookings(const whole_story& story, complaints& found) {
  std::map<std::string, int> seats_of;
  std::map<std::uint64_t, int> numbers;
  for (const auto& b : story.kept.bookings) {
    if (++seats_of[b.what.user] > 1)
      found.push_back("gate: " + b.what.user + " has two seats");
    if (++numbers[b.what.sequence] > 1)
      found.push_back("gate: two seats at number " + std::to_string(b.what.sequence));
  }
}

/// One number is handed out once, and later comers get higher ones.
void check_numbers(const whole_story& story, complaints& found) {
  std::map<std::uint64_t, const attempt*> by_number;
  for (const auto& d : story.told.deeds)
    for (const auto& a : d.attempts)
      if (d.what == wish::join && a.is_answer() && d.entry.foreign_sequence == 0
          && a.joined.sequence != 0 && a.joined.no != refusal::already_reserved
          && !by_number.emplace(a.joined.sequence, &a).second)
        found.push_back(name_of(d) + " got a used number");
  const attempt* latest = nullptr; // of the lower numbers, the one that was sent last
  for (const auto& [number, a] : by_number) {
    if (latest != nullptr && a->heard < latest->sent)
      found.push_back("gate: number " + std::to_string(number) + " is older than a lower one");
    if (latest == nullptr || a->sent > latest->sent)
      latest = a;
  }
}

/// A win is durable before it is heard, and is the lowest free seat where that can be told.
void check_win(const whole_story& story, const deed& d, const attempt& a, complaints& found) {
  const auto& bookings = story.kept.bookings;
  const auto it = std::find_if(bookings.begin(), bookings.end(), [&](const auto& b) {
    return b.what.user == d.entry.user && b.what.seat == a.joined.seat;
  });
  if (it == bookings.end() || it->when > a.heard || it->what.sequence != a.joined.sequence)
    found.push_back(name_of(d) + " was told of a seat that is not booked");
  if (!story.told.is_calm || a.joined.no != refusal::none || !is_alone(story, a))
    return;
  for (std::uint32_t n = 1; n < raw(a.joined.seat); ++n)
    if (was_open(story, seat_id{n}, a))
      found.push_back(name_of(d) + " got a seat above a free one");
}

void check_sold_out(const whole_story& story, const deed& d, const attempt& a, complaints& found) {
  if (!story.told.is_calm || !is_alone(story, a))
    return;
  for (std::uint32_t n = 1; n <= story.told.how.fcfs.seats; ++n)
    if (was_open(story, seat_id{n}, a))
      found.push_back(name_of(d) + " heard sold_out before an open seat");
}

/// How long a guard that is kept elsewhere may outlive an attempt that has lost, when the word of
/// it is lost too.
constexpr milliseconds attempt_life{30'000};

/// Whether the guards may have been forgotten, or what became of them never told.
bool may_forget(const whole_story& story) {
  return story.told.has_shared_guard && !story.told.is_calm;
}

/// Whether `other` may have set a guard that stands before `d` at some time of `a`.
bool guards(const whole_story& story, const deed& d, const attempt& a, const deed& other,
            const attempt& its) {
  const auto& how = story.told.how.fcfs;
  const bool is_same = d.entry.user == other.entry.user
                       || (how.guard_by_ip && d.entry.address == other.entry.address);
  if (!is_same || &its == &a || its.sent > a.heard || other.entry.foreign_sequence != 0)
    return false;
  const bool is_won = its.is_answer() && its.joined.no == refusal::none;
  const bool is_lost = its.is_answer() && !is_won;
  const bool may_linger = may_forget(story) && a.sent_at <= its.heard_at + attempt_life;
  return !is_lost || its.heard >= a.sent || may_linger;
}

/// A duplicate has somebody whose guard it met.
void check_duplicate(const whole_story& story, const deed& d, const attempt& a, complaints& found) {
  for (const auto& other : story.told.deeds)
    if (other.what == wish::join)
      for (const auto& its : other.attempts)
        if (guards(story, d, a, other, its))
          return;
  found.push_back(name_of(d) + " is a duplicate of nobody");
}

/// Who has won and comes again through this gate: a duplicate while the guard lives, then
/// already_reserved with the same seat and number.
void check_repeat(const whole_story& story, const deed& d, const attempt& won, complaints& found) {
  const auto ttl = story.told.how.fcfs.user_ttl;
  const bool is_guarded = d.entry.foreign_sequence == 0;
  for (const auto& other : story.told.deeds)
    for (const auto& a : other.attempts) {
      if (other.what != wish::join || other.entry.user != d.entry.user || a.sent < won.heard
          || !a.is_answer())
        continue;
      const bool is_own = other.entry.foreign_sequence == 0;
      // At the earliest.
      const auto end = won.sent_at + (story.told.has_shared_guard ? attempt_life : ttl);
      const bool is_for_ever = ttl == milliseconds{0} && !story.told.has_shared_guard;
      const bool must_be_duplicate
          = is_own && is_guarded && !may_forget(story) && (is_for_ever || a.heard_at < end);
      const bool may_be_duplicate = is_own;
      const bool is_same_seat = a.joined.no == refusal::already_reserved
                                && a.joined.seat == won.joined.seat
                                && a.joined.sequence == won.joined.sequence;
      const bool is_duplicate = a.joined.no == refusal::duplicate;
      if (must_be_duplicate ? !is_duplicate : !is_same_seat && !(may_be_duplicate && is_duplicate))
        found.push_back(name_of(d) + " won, came again and heard "
                        + std::to_string(int(a.joined.no)));
    }
}

} // namespace

complaints check_gate(const whole_story& story) {
  complaints found;
  check_bookings(story, found);
  check_numbers(story, found);
  for (const auto& d : story.told.deeds)
    for (const auto& a : d.attempts) {
      if (d.what != wish::join || !a.is_answer())
        continue;
      if (a.joined.no == refusal::none || a.joined.no == refusal::already_reserved)
        check_win(story, d, a, found);
      if (a.joined.no == refusal::none)
        check_repeat(story, d, a, found);
      if (a.joined.no == refusal::sold_out)
        check_sold_out(story, d, a, found);
      if (a.joined.no == refusal::duplicate)
        check_duplicate(story, d, a, found);
    }
  return found;
}

} // namespace frontrow::test
