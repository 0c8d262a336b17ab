#include "actors/queue/waiting_room.hpp"

#include "actors/base/ensure.hpp"

#include <algorithm>

namespace frontrow {

namespace {

using state = token_row::state;

} // namespace

waiting_room::waiting_room(schedule_id schedule, room_limits limits,
                           const std::vector<token_row>& saved, room_doubt doubt)
    : schedule_{schedule}, limits_{limits}, lost_{std::move(doubt.lost)}, returns_until_{
                                                                              doubt.returns_until} {
  first_place_ = saved.empty() ? raw(doubt.next) : raw(saved.front().place);
  for (const auto& token : saved)
    add(token, true);
  next_place_ = std::max(next_place_, raw(doubt.next));
}

waiting_room::entry& waiting_room::add(const token_row& token, bool is_settled) {
  auto& e = entries_.open(token.place);
  ensure(e.token.is == state::gone);
  next_place_ = std::max(next_place_, raw(token.place) + 1);
  first_place_ = std::min(first_place_, raw(token.place));
  e = {token, is_settled, token.version};
  if (token.is == state::gone)
    return e;
  by_token_.insert_or_assign(token.token.low, token.place);
  if (token.is != state::ended)
    by_user_.insert_or_assign(raw(token.user), token.place);
  if (token.is == state::waiting)
    line_.push(token.place);
  if (token.is == state::active) {
    ++active_;
    plan(token);
  }
  return e;
}

void waiting_room::plan(const token_row& token) {
  if (!token.claimed && limits_.active_max > 0)
    deadlines_.push({token.active_at + limits_.claim, token.place, token.version});
  deadlines_.push({ends_at(token), token.place, token.version});
}

waiting_room::entry* waiting_room::find(place_number place) {
  return entries_.find(place);
}

const waiting_room::entry* waiting_room::find(place_number place) const {
  return const_cast<waiting_room*>(this)->find(place);
}

const waiting_room::entry* waiting_room::find(token_id token) const {
  const auto it = by_token_.find(token.low);
  const auto* found = it == by_token_.end() ? nullptr : find(it->second);
  return found != nullptr && found->token.token == token ? found : nullptr;
}

instant waiting_room::ends_at(const token_row& t) const {
  const auto token_end = t.issued_at + limits_.token_life;
  return t.is == state::active ? std::min(token_end, t.active_at + limits_.session_life)
                               : token_end;
}

refusal waiting_room::check(const entry* e, user_id caller, instant now) const {
  if (e == nullptr)
    return refusal::token_unknown;
  if (caller != user_id{} && caller != e->token.user)
    return refusal::token_mismatch;
  if (e->token.is == state::ended || now >= ends_at(e->token))
    return refusal::token_expired;
  return refusal::none;
}

standing waiting_room::stand(const entry& e) const {
  standing s;
  s.token = e.token;
  s.is_active = e.token.is == state::active && e.is_settled;
  if (!s.is_active)
    s.position = e.token.is == state::waiting ? line_.ahead_of(e.token.place) + 1 : 1;
  return s;
}

token_row waiting_room::enter(user_id user, token_id fresh, instant now, std::vector<row>& save) {
  if (const auto it = by_user_.find(raw(user)); it != by_user_.end()) {
    auto* known = find(it->second);
    if (check(known, user, now) == refusal::none)
      return known->token;
    finish(*known, state::ended, save);
  }
  ensure(fresh && !by_token_.contains(fresh.low));
  const bool at_once = has_room(now) && line_.size() == 0;
  token_row token;
  token.schedule = schedule_;
  token.place = place_number{next_place_};
  token.version = 1;
  token.token = fresh;
  token.user = user;
  token.is = at_once ? state::active : state::waiting;
  token.issued_at = now;
  token.active_at = at_once ? now : instant{};
  add(token, false);
  admitted_ever_ += at_once ? 1 : 0;
  if (at_once)
    take_time(now);
  save.emplace_back(token);
  return token;
}

standing waiting_room::look(token_id token, user_id caller, instant now) const {
  const auto* e = find(token);
  standing s;
  s.no = check(e, caller, now);
  return s.no == refusal::none ? stand(*e) : s;
}

standing waiting_room::use(token_id token, user_id user, instant now, std::vector<row>& save) {
  standing s;
  if (!token) {
    s.no = refusal::token_missing;
    return s;
  }
  s = look(token, user, now);
  if (s.no == refusal::none && !s.is_active)
    s.no = refusal::token_waiting;
  if (s.no != refusal::none || s.token.claimed)
    return s;
  auto& e = *find(s.token.place);
  e.token.claimed = true;
  ++e.token.version;
  plan(e.token);
  save.emplace_back(e.token);
  return s;
}

refusal waiting_room::leave(token_id token, user_id caller, instant now, std::vector<row>& save) {
  const auto* e = find(token);
  const auto no = check(e, caller, now);
  // Where tokens come back by what is signed, one that was given up must be known as such.
  if (no == refusal::none)
    finish(*find(e->token.place), lost_.empty() ? state::gone : state::ended, save);
  return no;
}

void waiting_room::end(user_id user, std::vector<row>& save) {
  const auto it = by_user_.find(raw(user));
  auto* e = it == by_user_.end() ? nullptr : find(it->second);
  if (e != nullptr && e->token.is == state::active)
    finish(*e, state::ended, save);
}

void waiting_room::drop_names(const token_row& token) {
  if (const auto it = by_user_.find(raw(token.user));
      it != by_user_.end() && it->second == token.place)
    by_user_.erase(it);
  if (token.is != state::gone)
    return;
  if (const auto it = by_token_.find(token.token.low);
      it != by_token_.end() && it->second == token.place)
    by_token_.erase(it);
}

/// Ends a token (it is remembered, to be told apart from an unknown one) or wipes it out.
void waiting_room::finish(entry& e, state to, std::vector<row>& save) {
  if (e.token.is == state::waiting) {
    line_.remove(e.token.place);
    ++abandoned_ever_;
  }
  if (e.token.is == state::active) {
    --active_;
    overhang_ = std::min(overhang_, active_);
  }
  e.token.is = to;
  ++e.token.version;
  drop_names(e.token);
  save.emplace_back(e.token);
}

void waiting_room::activate(entry& e, instant now, std::vector<row>& save) {
  line_.remove(e.token.place);
  ++active_;
  ++admitted_ever_;
  take_time(now);
  e.token.is = state::active;
  e.token.active_at = now;
  ++e.token.version;
  e.is_settled = false;
  e.to_settle = e.token.version;
  plan(e.token);
  save.emplace_back(e.token);
}

void waiting_room::send_back(entry& e, instant now, std::vector<row>& save) {
  if (line_.size() == 0) {
    // Nobody wants the slot: it is kept for another round.
    deadlines_.push({now + limits_.claim, e.token.place, e.token.version});
    return;
  }
  auto again = e.token;
  again.place = place_number{next_place_};
  again.version = 1;
  again.is = state::waiting;
  again.active_at = {};
  finish(e, state::gone, save);
  add(again, false);
  save.emplace_back(again);
}

void waiting_room::run_out(instant now, std::vector<row>& save) {
  while (!deadlines_.empty() && deadlines_.top().at <= now) {
    const auto due = deadlines_.top();
    deadlines_.pop();
    auto* e = find(due.place);
    if (e == nullptr || e->token.version != due.version || e->token.is != state::active)
      continue;
    if (now >= ends_at(e->token))
      finish(*e, state::ended, save);
    else if (!e->token.claimed)
      send_back(*e, now, save);
  }
}

/// Somebody who was sent back may have an older token than those who stand before him, so each head
/// of the line is looked at.
void waiting_room::end_overdue_heads(instant now, std::vector<row>& save) {
  while (const auto first = line_.first()) {
    auto& e = *find(*first);
    if (now < ends_at(e.token))
      return;
    finish(e, state::ended, save);
  }
}

void waiting_room::tick(instant now, std::vector<row>& save) {
  run_out(now, save);
  end_overdue_heads(now, save);
  for (std::uint32_t i = 0; i < limits_.batch && has_room(now) && line_.size() > 0; ++i) {
    activate(*find(*line_.first()), now, save);
    end_overdue_heads(now, save);
  }
  tidy(now, save);
}

void waiting_room::tidy(instant now, std::vector<row>& save) {
  for (; first_place_ < next_place_; ++first_place_) {
    auto* front = find(place_number{first_place_});
    if (front == nullptr)
      continue;
    const bool is_over
        = front->token.is == state::ended && now >= front->token.issued_at + limits_.token_life;
    if (is_over)
      finish(*front, state::gone, save);
    if (front->token.is != state::gone)
      break;
  }
  entries_.forget_below(place_number{first_place_});
}

void waiting_room::settle(const std::vector<row>& saved) {
  for (const auto& any : saved)
    if (const auto* token = std::get_if<token_row>(&any))
      settle(*token);
}

void waiting_room::settle(const token_row& saved) {
  auto* e = find(saved.place);
  if (e != nullptr && saved.version >= e->to_settle)
    e->is_settled = true;
}

bool waiting_room::is_settled(token_id token) const {
  const auto* e = find(token);
  return e == nullptr || e->is_settled;
}

void waiting_room::forget(token_id token) {
  if (const auto* e = find(token)) {
    std::vector<row> nothing_to_save;
    finish(*find(e->token.place), state::gone, nothing_to_save);
  }
}

std::optional<instant> waiting_room::next_deadline() const {
  if (deadlines_.empty())
    return std::nullopt;
  return deadlines_.top().at;
}

} // namespace frontrow
