#include "actors/gate/guard_book.hpp"

namespace frontrow {

instant guard_book::guard_end(instant now) const {
  return limits_.user_ttl == milliseconds{0} ? instant::max() : now + limits_.user_ttl;
}

void guard_book::plan(instant at, const std::string& name, bool is_address) {
  if (at != instant::max())
    endings_.push({at, name, is_address});
}

void guard_book::restore(const booking_row& b, instant now) {
  auto& user = users_[b.user];
  user.seat = b.seat;
  user.sequence = b.sequence;
  if (b.guard_until <= now)
    return;
  user.guard_until = b.guard_until;
  plan(b.guard_until, b.user, false);
  if (limits_.guard_by_ip) {
    addresses_[b.address] = b.guard_until;
    plan(b.guard_until, b.address, true);
  }
}

bool guard_book::is_guarded_address(const std::string& address, instant now, instant& until) const {
  if (!limits_.guard_by_ip)
    return false;
  const auto it = addresses_.find(address);
  if (it == addresses_.end() || it->second <= now)
    return false;
  until = std::max(until, it->second);
  return true;
}

gate_view guard_book::enter(const std::string& user, const std::string& address, instant now) {
  gate_view view;
  const auto it = users_.find(user);
  if (it != users_.end() && it->second.is_trying && it->second.is_foreign) {
    view.no = refusal::contention;
    return view;
  }
  const bool by_user = it != users_.end() && (it->second.is_trying || it->second.guard_until > now);
  if (by_user)
    view.guard_until = it->second.guard_until;
  if (is_guarded_address(address, now, view.guard_until) || by_user) {
    view.no = refusal::duplicate;
    return view;
  }
  if (it != users_.end() && it->second.seat != seat_id{}) {
    view.no = refusal::already_reserved;
    view.seat = it->second.seat;
    view.sequence = it->second.sequence;
    return view;
  }
  view.guard_until = guard_end(now);
  auto& known = users_[user];
  known.guard_until = view.guard_until;
  known.is_trying = true;
  known.is_foreign = false;
  if (limits_.guard_by_ip)
    addresses_[address] = view.guard_until;
  return view;
}

gate_view guard_book::enter_behind_gateway(const std::string& user) {
  gate_view view;
  auto& known = users_[user];
  if (known.seat != seat_id{}) {
    view.no = refusal::already_reserved;
    view.seat = known.seat;
    view.sequence = known.sequence;
  } else if (known.is_trying) {
    view.no = refusal::contention;
  } else {
    known.is_trying = true;
    known.is_foreign = true;
  }
  return view;
}

void guard_book::release(const std::string& user, const std::string& address) {
  const auto it = users_.find(user);
  if (it == users_.end())
    return;
  auto& known = it->second;
  // A slow attempt may outlive its guard; the address may be guarded for somebody else by now.
  const auto guard = addresses_.find(address);
  if (!known.is_foreign && guard != addresses_.end() && guard->second == known.guard_until)
    addresses_.erase(guard);
  known.is_trying = false;
  known.guard_until = {};
  if (known.seat == seat_id{})
    users_.erase(it);
}

void guard_book::succeed(const booking_row& b) {
  auto& user = users_[b.user];
  user.seat = b.seat;
  user.sequence = b.sequence;
  user.is_trying = false;
  if (user.is_foreign)
    return;
  plan(user.guard_until, b.user, false);
  if (limits_.guard_by_ip)
    plan(user.guard_until, b.address, true);
}

void guard_book::tidy(instant now) {
  constexpr int at_once = 64;
  for (int i = 0; i < at_once && !endings_.empty() && endings_.top().at <= now; ++i) {
    const auto& due = endings_.top();
    if (due.is_address) {
      const auto it = addresses_.find(due.name);
      if (it != addresses_.end() && it->second <= now)
        addresses_.erase(it);
    }
    endings_.pop();
  }
}

} // namespace frontrow
