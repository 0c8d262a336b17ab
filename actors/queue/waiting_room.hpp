#pragma once

#include "actors/base/verdict.hpp"
#include "actors/queue/line.hpp"
#include "actors/queue/place_book.hpp"
#include "actors/queue/signed_place.hpp"
#include "actors/store/rows.hpp"

#include <algorithm>
#include <queue>
#include <span>
#include <unordered_map>

/// The rules of one schedule's waiting room. Pure.
///
///     enter ──▶ waiting ──admit──▶ active ──pay, leave, session over──▶ ended
///        room     ▲ end of the line  │
///        ─────────┴──── not claimed ─┘
namespace frontrow {

struct room_limits {
  std::uint32_t active_max = 0; // 0: everybody is let in at once, and nobody need claim
  std::uint32_t batch = 0;
  milliseconds token_life{};
  milliseconds session_life{};
  milliseconds claim{};
};

/// What an operator sets of a room while people stand in it.
struct room_rule {
  bool is_paused = false;       // nobody is let in
  std::uint32_t per_second = 0; // how many are let in at the most; 0: as there is room

  bool operator==(const room_rule&) const = default;
};

/// How a token stands, as its holder is told.
struct standing {
  refusal no = refusal::none; // token_unknown, token_mismatch, token_expired
  token_row token;
  bool is_active = false;
  std::uint64_t position = 0; // 1-based, while waiting
};

/// What a room cannot know by its rows alone when what kept them may have lost some.
struct room_doubt {
  place_number next{1}; // no place below was handed out that the rows do not show or `lost` has
  std::vector<place_range> lost;
  /// Until then nobody is let in: people come back to their places, first those who come first.
  instant returns_until{};
};

/// What the store remembers of somebody whose token the room lost.
enum class trace : std::uint8_t {
  none,
  holds_seat, // was ACTIVE, and still has to pay
  is_done,    // paid, or gave the last hold back: the session was over
};

class waiting_room {
public:
  /// `saved` are the schedule's rows in the store, in order of places.
  waiting_room(schedule_id, room_limits, const std::vector<token_row>& saved,
               room_doubt doubt = {});

  /// The token that this user has, or a fresh one at the end of the line; it is ACTIVE at once when
  /// there is room and nobody waits. What must be saved before anybody hears of it is appended.
  token_row enter(user_id, token_id fresh, instant now, std::vector<row>& save);

  standing look(token_id, user_id caller, instant now) const;

  /// Whether the user may reserve with this token; the first use claims the session.
  standing use(token_id, user_id, instant now, std::vector<row>& save);

  /// Gives the place up. Refuses like `look`.
  refusal leave(token_id, user_id caller, instant now, std::vector<row>& save);

  /// Whether this token, of which nothing is known here, was lost rather than given up.
  bool may_come_back(token_id, const signed_place&, instant now) const;

  /// Puts somebody back whose token was lost: waiting at the place we gave him, so whoever was
  /// ACTIVE is at the front; ACTIVE at once if he holds a seat and there is a slot. Of two tokens
  /// of one user the better place counts. The token is known from now on.
  void come_back(token_id, const signed_place&, trace, instant now, std::vector<row>& save);

  /// The user's session is over.
  void end(user_id, std::vector<row>& save);

  /// Ends what has run out, sends back who did not claim, and admits the head of the line while
  /// there is room, `batch` at the most. Those admitted wait on until they are settled.
  void tick(instant now, std::vector<row>& save);

  /// The store has these rows: whoever asks may be told.
  void settle(const std::vector<row>& saved);
  void settle(const token_row& saved);
  bool is_settled(token_id) const;

  /// While shut, nobody is let in at once: changes are on their way to the store, and were they
  /// lost and a later one kept, a slot that was never given back could be given away.
  void shut() { is_shut_ = true; }
  void reopen() { is_shut_ = false; }

  /// From now on by this rule, and with so many ACTIVE at the most. Whoever is ACTIVE already stays
  /// so. Not for rooms that let everybody in at once.
  void steer(room_rule, std::uint32_t active_max);
  const room_rule& rule() const { return rule_; }

  /// Takes back an `enter` that could not be saved.
  void forget(token_id);

  /// When `tick` has something to do that no message announces; nothing: never.
  std::optional<instant> next_deadline() const;

  /// The place that whoever comes next gets.
  place_number next_place() const { return place_number{next_place_}; }
  const std::vector<place_range>& lost() const { return lost_; }

  /// The token that this user has, if he need not be given another one.
  token_id token_of(user_id, instant now) const;

  /// All that a store should have, in order of places.
  std::vector<token_row> rows() const;

  std::uint64_t waiting() const { return line_.size(); }
  std::uint64_t active() const { return active_; }
  std::uint64_t admitted_ever() const { return admitted_ever_; }
  /// Places that were given up, or ran out, before their turn came.
  std::uint64_t abandoned_ever() const { return abandoned_ever_; }
  /// How many may be ACTIVE just now: more than the limit only while those go who were ACTIVE when
  /// it was lowered.
  std::uint64_t ceiling() const { return std::max<std::uint64_t>(limits_.active_max, overhang_); }
  bool is_empty() const { return by_token_.empty(); }

private:
  struct entry {
    token_row token{.is = token_row::state::gone};
    /// The store has it; until then an ACTIVE one is told to wait.
    bool is_settled = true;
    std::uint64_t to_settle = 0; // the version that must be there for that
  };
  struct deadline {
    instant at;
    place_number place;
    std::uint64_t version;
    bool operator>(const deadline& other) const { return at > other.at; }
  };

  entry* find(place_number);
  const entry* find(place_number) const;
  const entry* find(token_id) const;
  refusal check(const entry*, user_id caller, instant now) const;
  bool has_slot() const { return limits_.active_max == 0 || active_ < limits_.active_max; }
  bool has_room(instant now) const {
    return limits_.active_max == 0
           || (!is_shut_ && now >= returns_until_ && has_slot() && !rule_.is_paused
               && is_in_time(now));
  }
  bool is_in_time(instant now) const { return rule_.per_second == 0 || next_in_ <= now; }
  void take_time(instant now);
  bool was_lost(place_number) const;
  instant ends_at(const token_row&) const;
  entry& add(const token_row&, bool is_settled);
  void activate(entry&, instant now, std::vector<row>& save);
  void finish(entry&, token_row::state, std::vector<row>& save);
  void drop_names(const token_row&);
  void plan(const token_row&);
  void send_back(entry&, instant now, std::vector<row>& save);
  void run_out(instant now, std::vector<row>& save);
  void end_overdue_heads(instant now, std::vector<row>& save);
  void tidy(instant now, std::vector<row>& save);
  standing stand(const entry&) const;

  schedule_id schedule_;
  room_limits limits_;
  std::vector<place_range> lost_;
  instant returns_until_;
  place_book<entry> entries_;
  std::uint64_t first_place_ = 1; // nobody is below
  std::uint64_t next_place_ = 1;
  line line_;
  std::unordered_map<std::uint64_t, place_number> by_token_; // by its low half
  std::unordered_map<std::uint64_t, place_number> by_user_;
  std::priority_queue<deadline, std::vector<deadline>, std::greater<>> deadlines_;
  std::uint64_t active_ = 0;
  std::uint64_t admitted_ever_ = 0;
  std::uint64_t abandoned_ever_ = 0;
  room_rule rule_;
  std::chrono::sys_time<std::chrono::microseconds> next_in_{}; // with a rule of so many a second
  std::uint64_t overhang_ = 0; // who was ACTIVE when the limit was lowered, less who went
  bool is_shut_ = false;
};

} // namespace frontrow
