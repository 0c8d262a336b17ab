#include "actors/queue/waiting_room.hpp"

#include "actors/base/ensure.hpp"

#include <algorithm>

/// How a waiting room that lost what it knew takes people back.
namespace frontrow {

namespace {

using state = token_row::state;

} // namespace

bool waiting_room::was_lost(place_number place) const {
  return std::ranges::any_of(lost_, [=](const place_range& r) { return r.has(place); });
}

bool waiting_room::may_come_back(token_id token, const signed_place& at, instant now) const {
  const auto* there = find(at.place);
  return at && was_lost(at.place) && find(token) == nullptr
         && (there == nullptr || there->token.is == state::gone)
         && now < at.issued_at + limits_.token_life;
}

void waiting_room::come_back(token_id id, const signed_place& at, trace known, instant now,
                             std::vector<row>& save) {
  ensure(may_come_back(id, at, now));
  token_row token;
  token.schedule = schedule_;
  token.place = at.place;
  token.version = 1;
  token.token = id;
  token.user = at.user;
  token.issued_at = at.issued_at;
  const auto it = by_user_.find(raw(at.user));
  auto* rival = it == by_user_.end() ? nullptr : find(it->second);
  const bool is_outdone = rival != nullptr && check(rival, at.user, now) == refusal::none
                          && (rival->token.is == state::active || rival->token.place < at.place);
  if (known == trace::is_done || is_outdone) {
    token.is = state::ended;
  } else {
    if (rival != nullptr)
      finish(*rival, state::ended, save);
    if (known == trace::holds_seat && has_slot()) {
      token.is = state::active;
      token.active_at = now;
      token.claimed = true;
    }
  }
  add(token, token.is != state::active);
  save.emplace_back(token);
}

token_id waiting_room::token_of(user_id user, instant now) const {
  const auto it = by_user_.find(raw(user));
  const auto* known = it == by_user_.end() ? nullptr : find(it->second);
  return known != nullptr && check(known, user, now) == refusal::none ? known->token.token
                                                                      : token_id{};
}

std::vector<token_row> waiting_room::rows() const {
  std::vector<token_row> all;
  all.reserve(by_token_.size());
  for (auto place = first_place_; place < next_place_; ++place)
    if (const auto* e = find(place_number{place}); e != nullptr && e->token.is != state::gone)
      all.push_back(e->token);
  return all;
}

} // namespace frontrow
