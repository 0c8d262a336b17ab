#include "tests/simulation/crowd.hpp"

namespace frontrow::test {

namespace {

bool is_keyed(const deed& d) {
  return !d.order.key.empty();
}

/// What may sensibly be asked again as the same deed.
bool is_repeatable(const deed& d) {
  return d.what == wish::enter || d.what == wish::ask || is_keyed(d);
}

bool has_kept_answer(const deed& d) {
  return std::any_of(d.attempts.begin(), d.attempts.end(), [](const attempt& a) {
    return a.is_answer() && (a.came.no == refusal::none || is_kept(a.came.no));
  });
}

bool is_granted(const attempt& a) {
  return a.is_answer() && a.came.no == refusal::none;
}

deed order_of(wish what, operation op, user_id user, std::size_t number) {
  deed d;
  d.what = what;
  d.user = user;
  d.order.what = op;
  d.order.user = user;
  d.order.key = "key-" + std::to_string(number);
  return d;
}

} // namespace

fingerprint print_of(const command& c, std::uint64_t variant) {
  return {raw(c.schedule) * 1'000 + raw(c.seat),
          static_cast<std::uint64_t>(c.amount + c.price) + raw(c.reservation) * 7 + variant};
}

crowd::crowd(evidence& record, dice& chance, std::size_t people)
    : record_{record}, chance_{chance} {
  for (std::uint64_t n = 1; n <= people; ++n) {
    // The last two sit behind one address.
    const auto address = std::min<std::uint64_t>(n, people - 1);
    people_.push_back(
        {user_id{n}, "u" + std::to_string(n), "10.0.0." + std::to_string(address), {}, {}, {}});
  }
}

void crowd::meet(world& w) {
  world_ = &w;
  waiting_ = 0;
}

template <class Answer, class Handle, class Message, class Keep>
void crowd::dispatch(std::size_t which, const Handle& whom, Message what, Keep keep) {
  const auto number = record_.deeds[which].attempts.size();
  attempt a;
  a.life = record_.life;
  a.sent = record_.next();
  a.sent_at = world_->now();
  record_.deeds[which].attempts.push_back(a);
  ++waiting_;
  world_->ask<Answer>(whom, std::move(what), [=, this](caf::expected<Answer> answer) {
    auto& d = record_.deeds[which];
    auto& mine = d.attempts[number];
    if (mine.life != record_.life)
      return;
    --waiting_;
    mine.is_heard = true;
    mine.heard = record_.next();
    mine.heard_at = world_->now();
    mine.is_failure = !answer;
    if (answer)
      keep(mine, std::move(*answer));
    else if (answer.error().category() != caf::make_error(store_failure::full).category()
             && answer.error() != caf::sec::request_receiver_down)
      mine.breakage = world_->print(answer.error());
    if (answer)
      learn(d, mine);
  });
}

void crowd::send(std::size_t which) {
  const auto d = record_.deeds[which];
  const auto& doors = world_->doors();
  const auto keep_ticket = [](attempt& a, queue_ticket t) {
    a.ticket = t;
  };
  switch (d.what) {
  case wish::reserve:
  case wish::confirm:
  case wish::cancel:
  case wish::charge:
  case wish::use:
    return dispatch<outcome>(which, doors.desk, d.order,
                             [](attempt& a, outcome came) { a.came = std::move(came); });
  case wish::enter:
    return dispatch<queue_ticket>(which, doors.queues, enter_queue{d.schedule, d.user},
                                  keep_ticket);
  case wish::ask:
    return dispatch<queue_ticket>(which, doors.queues, ask_queue{d.schedule, d.token, d.user},
                                  keep_ticket);
  case wish::leave:
    return dispatch<queue_ticket>(which, doors.queues, leave_queue{d.schedule, d.token, d.user},
                                  keep_ticket);
  case wish::join:
    return dispatch<join_answer>(which, doors.gate, d.entry,
                                 [](attempt& a, join_answer j) { a.joined = j; });
  case wish::see_seat:
    return dispatch<seat_view>(which, doors.schedules, read_seat{d.schedule, d.seat},
                               [](attempt& a, seat_view v) { a.seat = v; });
  case wish::see_wallet:
    return dispatch<wallet_row>(which, doors.wallets, read_wallet{d.user},
                                [](attempt& a, wallet_row w) { a.wallet = w; });
  case wish::follow:
    return dispatch<feed_page>(which, doors.feed, follow_events{d.from, 16, milliseconds{300}},
                               [](attempt& a, feed_page p) { a.page = std::move(p); });
  }
}

void crowd::learn(const deed& d, const attempt& a) {
  auto& who = whose(d.user);
  if (d.what == wish::reserve && is_granted(a) && !d.is_probe
      && std::find(who.reservations.begin(), who.reservations.end(), a.came.reservation.id)
             == who.reservations.end())
    who.reservations.push_back(a.came.reservation.id);
  if (d.what == wish::enter && a.ticket.no == refusal::none)
    who.token = a.ticket.token;
  if (d.what == wish::follow && d.from == who.read_to)
    for (const auto& placed : a.page.events)
      who.read_to.move(placed.partition, placed.position);
}

std::size_t crowd::begin(deed wanted) {
  record_.deeds.push_back(std::move(wanted));
  send(record_.deeds.size() - 1);
  return record_.deeds.size() - 1;
}

void crowd::act() {
  auto& who = anybody();
  const auto what = chance_.below(100);
  if (waiting_ >= 3 * people_.size())
    return;
  if (what < 16)
    visit_queue(who);
  else if (what < 38)
    reserve(who);
  else if (what < 56)
    finish_reservation(who);
  else if (what < 66)
    move_points(who);
  else if (what < 78)
    join_line(who);
  else if (what < 85)
    look_around(who);
  else
    try_again();
  // A nervous hand sends twice.
  if (!record_.deeds.empty() && is_repeatable(record_.deeds.back()) && chance_.percent(7))
    send(record_.deeds.size() - 1);
}

deed crowd::enter_as(const person& who) const {
  deed d;
  d.what = wish::enter;
  d.user = who.id;
  d.schedule = show;
  return d;
}

deed crowd::ask_as(const person& who) const {
  auto d = enter_as(who);
  d.what = wish::ask;
  d.token = who.token;
  return d;
}

deed crowd::leave_as(const person& who) const {
  auto d = ask_as(who);
  d.what = wish::leave;
  return d;
}

deed crowd::reserve_as(const person& who, schedule_id schedule, seat_id seat, points price) const {
  auto d = order_of(wish::reserve, operation::reserve, who.id, record_.deeds.size());
  d.schedule = d.order.schedule = schedule;
  d.seat = d.order.seat = seat;
  d.order.price = price;
  d.order.token = schedule == show ? who.token : token_id{};
  d.order.body = print_of(d.order, 0);
  return d;
}

deed crowd::join_as(const person& who, std::uint64_t foreign_sequence) const {
  deed d;
  d.what = wish::join;
  d.user = who.id;
  d.schedule = fcfs_show;
  d.entry = {who.name, who.address, "Somebody", "010-1234", foreign_sequence};
  return d;
}

void crowd::visit_queue(person& who) {
  const auto what = chance_.below(10);
  if (!who.token || what < 5)
    begin(enter_as(who));
  else
    begin(what < 9 ? ask_as(who) : leave_as(who));
}

void crowd::reserve(person& who) {
  const bool is_show = chance_.percent(75);
  if (is_show && !who.token) {
    visit_queue(who);
    return;
  }
  const auto seats = is_show ? 4 : record_.how.fcfs.seats;
  const seat_id seat{static_cast<std::uint32_t>(1 + chance_.below(seats))};
  const auto price = (is_show ? show_price : fcfs_price) + (chance_.percent(5) ? 1 : 0);
  begin(reserve_as(who, is_show ? show : fcfs_show, seat, price));
}

void crowd::finish_reservation(person& who) {
  if (who.reservations.empty()) {
    reserve(who);
    return;
  }
  // Mostly the last one; and anybody may try his hand at another's.
  const auto& own = who.reservations;
  const auto id = chance_.percent(70) ? own.back() : own[chance_.below(own.size())];
  const auto op = chance_.percent(65) ? operation::confirm : operation::cancel;
  auto d = order_of(op == operation::confirm ? wish::confirm : wish::cancel, op, who.id,
                    record_.deeds.size());
  d.order.user = {};
  d.order.caller = chance_.percent(50) ? who.id : user_id{};
  d.order.reservation = id;
  d.order.body = print_of(d.order, 0);
  begin(d);
}

void crowd::move_points(person& who) {
  const auto op = chance_.percent(65) ? operation::charge : operation::use;
  const auto number = record_.deeds.size();
  auto d = order_of(op == operation::charge ? wish::charge : wish::use, op, who.id, number);
  // No two deeds move the same amount: a ledger entry tells whose it is.
  const auto amount = op == operation::charge ? 100'000 + number : 1 + number;
  d.order.amount = static_cast<points>(amount);
  if (chance_.percent(25))
    d.order.key.clear();
  if (chance_.percent(10)) {
    d.order.has_match = true;
    d.order.if_version = chance_.below(4);
  }
  d.order.body = print_of(d.order, 0);
  begin(d);
}

void crowd::join_line(person& who) {
  begin(join_as(who, chance_.percent(20) ? ++foreign_ : 0));
}

void crowd::look_around(person& who) {
  deed d;
  d.user = who.id;
  const auto what = chance_.below(3);
  d.what = what == 0 ? wish::see_seat : what == 1 ? wish::see_wallet : wish::follow;
  d.schedule = chance_.percent(50) ? show : fcfs_show;
  d.seat = seat_id{static_cast<std::uint32_t>(1 + chance_.below(4))};
  d.from = who.read_to;
  begin(d);
}

void crowd::try_again() {
  if (record_.deeds.empty())
    return;
  // Lately begun deeds are likelier: that is when clients lose patience.
  const auto count = record_.deeds.size();
  const auto back = std::min(chance_.below(count), chance_.below(count));
  const auto which = count - 1 - back;
  const auto& d = record_.deeds[which];
  if (!is_repeatable(d) || d.is_probe)
    return;
  if (!is_keyed(d) || !has_kept_answer(d) || chance_.percent(75))
    return send(which);
  auto probe = d;
  probe.attempts.clear();
  probe.is_probe = true;
  probe.order.body = print_of(d.order, 1);
  begin(probe);
}

} // namespace frontrow::test
