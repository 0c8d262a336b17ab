#include "actors/gate/guard_book.hpp"

#include <utility>

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
  user.is_trying = false;
  if (std::exchange(user.is_doubtful, false))
    doubtful_addresses_.erase(b.address);
  if (b.guard_until <= now)
    return;
  user.guard_until = b.guard_until;
  plan(b.guard_until, b.user, false);
  if (limits_.guard_by_ip) {
    addresses_[b.address] = b.guard_until;
    plan(b.guard_until, b.address, true);
  }
}

void guard_book::resume(const std::string& user, const std::string& address, instant guard_until) {
  auto& known = users_[user];
  known.is_trying = true;
  known.guard_until = guard_until;
  if (limits_.guard_by_ip && guard_until != instant{})
    addresses_[address] = guard_until;
}

void guard_book::doubt(const std::string& user, const std::string& address) {
  auto& known = users_[user];
  known.is_doubtful = true;
  if (limits_.guard_by_ip && known.guard_until != instant{})
    doubtful_addresses_.insert(address);
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
  view.is_doubtful = (it != users_.end() && it->second.is_doubtful)
                     || (!doubtful_addresses_.empty() && doubtful_addresses_.contains(address));
  if (view.is_doubtful)
    return view;
  const bool by_user = it != users_.end() && it->second.guard_until > now;
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
  if (it != users_.end() && it->second.is_trying) {
    view.no = refusal::contention;
    return view;
  }
  view.guard_until = guard_end(now);
  auto& known = users_[user];
  known.guard_until = view.guard_until;
  known.is_trying = true;
  if (limits_.guard_by_ip)
    addresses_[address] = view.guard_until;
  return view;
}

gate_view guard_book::enter_behind_gateway(const std::string& user) {
  gate_view view;
  auto& known = users_[user];
  if (known.is_doubtful) {
    view.is_doubtful = true;
  } else if (known.seat != seat_id{}) {
    view.no = refusal::already_reserved;
    view.seat = known.seat;
    view.sequence = known.sequence;
  } else if (known.is_trying) {
    view.no = refusal::contention;
  } else {
    known.is_trying = true;
  }
  return view;
}

void guard_book::release(const std::string& user, const std::string& address) {
  if (const auto it = users_.find(user); it != users_.end()) {
    if (limits_.guard_by_ip && it->second.guard_until != instant{})
      addresses_.erase(address);
    if (std::exchange(it->second.is_doubtful, false))
      doubtful_addresses_.erase(address);
    it->second.is_trying = false;
    it->second.guard_until = {};
    if (it->second.seat == seat_id{})
      users_.erase(it);
  }
}

void guard_book::succeed(const booking_row& b) {
  auto& user = users_[b.user];
  user.seat = b.seat;
  user.sequence = b.sequence;
  user.is_trying = false;
  if (user.guard_until == instant{})
    return; // it came through somebody else's gateway
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
