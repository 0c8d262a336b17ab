#pragma once

#include "actors/base/verdict.hpp"
#include "actors/queue/line.hpp"
#include "actors/store/rows.hpp"

#include <deque>
#include <queue>
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

/// How a token stands, as its holder is told.
struct standing {
  refusal no = refusal::none; // token_unknown, token_mismatch, token_expired
  token_row token;
  bool is_active = false;
  std::uint64_t position = 0; // 1-based, while waiting
};

class waiting_room {
public:
  /// `saved` are the schedule's rows in the store, in order of places.
  waiting_room(schedule_id, room_limits, const std::vector<token_row>& saved);

  /// The token that this user has, or a fresh one at the end of the line; it is ACTIVE at once when
  /// there is room and nobody waits. What must be saved before anybody hears of it is appended.
  token_row enter(user_id, token_id fresh, instant now, std::vector<row>& save);

  standing look(token_id, user_id caller, instant now) const;

  /// Whether the user may reserve with this token; the first use claims the session.
  standing use(token_id, user_id, instant now, std::vector<row>& save);

  /// Gives the place up. Refuses like `look`.
  refusal leave(token_id, user_id caller, instant now, std::vector<row>& save);

  /// The user's session is over.
  void end(user_id, std::vector<row>& save);

  /// Ends what has run out, sends back who did not claim, and admits the head of the line while
  /// there is room, `batch` at the most. Those admitted wait on until they are settled.
  void tick(instant now, std::vector<row>& save);

  /// The store has these rows: whoever asks may be told.
  void settle(const std::vector<row>& saved);
  bool is_settled(token_id) const;

  /// While shut, nobody is let in at once: changes are on their way to the store, and were they
  /// lost and a later one kept, a slot that was never given back could be given away.
  void shut() { is_shut_ = true; }
  void reopen() { is_shut_ = false; }

  /// Takes back an `enter` that could not be saved.
  void forget(token_id);

  /// When `tick` has something to do that no message announces; nothing: never.
  std::optional<instant> next_deadline() const;

  std::uint64_t waiting() const { return line_.size(); }
  std::uint64_t active() const { return active_; }
  std::uint64_t admitted_ever() const { return admitted_ever_; }
  bool is_empty() const { return by_token_.empty(); }

private:
  struct entry {
    token_row token;
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
  bool has_room() const {
    return limits_.active_max == 0 || (!is_shut_ && active_ < limits_.active_max);
  }
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
  std::deque<entry> entries_; // by place, from `first_place_` on
  std::uint64_t first_place_ = 1;
  std::uint64_t next_place_ = 1;
  line line_;
  std::unordered_map<std::uint64_t, place_number> by_token_; // by its low half
  std::unordered_map<std::uint64_t, place_number> by_user_;
  std::priority_queue<deadline, std::vector<deadline>, std::greater<>> deadlines_;
  std::uint64_t active_ = 0;
  std::uint64_t admitted_ever_ = 0;
  bool is_shut_ = false;
};

} // namespace frontrow
