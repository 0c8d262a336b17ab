#pragma once

#include "actors/directory/directory_actor.hpp"
#include "actors/keeper/keeper_actor.hpp"
#include "tests/actors/house_bench.hpp"

namespace frontrow::test {

/// The directories and the desk over one schedule.
struct doors : house_bench {
  explicit doors(const schedule_row& show, settings how = {}) : house_bench{std::move(how)} {
    put({show});
    open();
  }

  void open() {
    queues = spawn(keep_queues, stage);
    schedules = spawn(keep_schedules, stage, queue_actor{queues});
    wallets = spawn(keep_wallets, stage);
    desk = spawn(keep_desk, stage, checkout_doors{schedules, wallets});
  }

  /// Ends every actor but the store's, as a restart does, and opens again.
  void restart() {
    for (const auto& who :
         {caf::actor_cast<caf::actor>(queues), caf::actor_cast<caf::actor>(schedules),
          caf::actor_cast<caf::actor>(wallets), caf::actor_cast<caf::actor>(desk)})
      caf::anon_send_exit(who, caf::exit_reason::user_shutdown);
    settle();
    open();
  }

  static command reserve(user_id user, std::uint32_t seat, std::string key = "k",
                         points price = 1'000) {
    command c;
    c.what = operation::reserve;
    c.user = user;
    c.schedule = evening;
    c.seat = seat_id{seat};
    c.price = price;
    c.key = std::move(key);
    return c;
  }
  static command finish(operation what, reservation_id id, std::string key = "f") {
    command c;
    c.what = what;
    c.reservation = id;
    c.key = std::move(key);
    return c;
  }
  static command charge(user_id user, points amount, std::string key = {}) {
    command c;
    c.what = operation::charge;
    c.user = user;
    c.amount = amount;
    c.key = std::move(key);
    return c;
  }
  static command use(user_id user, points amount, std::string key = {}) {
    auto c = charge(user, amount, std::move(key));
    c.what = operation::use;
    return c;
  }

  auto start(const command& what) { return ask<outcome>(desk, what); }
  caf::expected<outcome> done(const command& what) { return answer<outcome>(desk, what); }
  /// Holds a seat and says which reservation it is.
  reservation_id hold(user_id user, std::uint32_t seat) {
    const auto price = read(load_schedule{evening})->facts.sections.front().price;
    const auto out = done(reserve(user, seat, "hold " + std::to_string(++holds), price));
    if (!out || out->no != refusal::none)
      throw std::logic_error{"the test's hold is refused"};
    return out->reservation.id;
  }
  auto book(std::string user) {
    booking_row b;
    b.schedule = evening;
    b.user = std::move(user);
    return ask<booked_seat>(schedules, book_seat{evening, b});
  }
  auto booked(std::string user) {
    auto place = book(std::move(user));
    settle();
    return **place;
  }
  std::uint32_t available() {
    return answer<schedule_view>(schedules, describe_schedule{evening})->available;
  }

  /// The one performance's actor, which must be alive.
  schedule_self* show() {
    return behind<schedule_self>(behind<schedule_directory_self>(schedules)->state, evening);
  }
  wallet_self* purse(user_id user) {
    return behind<wallet_self>(behind<wallet_directory_self>(wallets)->state, user);
  }

  queue_directory queues;
  schedule_directory schedules;
  wallet_directory wallets;
  desk_actor desk;
  int holds = 0;

private:
  template <class Self, class Handle>
  static Self* behind(const Handle& whom) {
    return dynamic_cast<Self*>(caf::actor_cast<caf::abstract_actor*>(whom));
  }
  template <class Self, class State, class Id>
  static Self* behind(const State& directory, Id id) {
    return behind<Self>(directory.alive.at(raw(id)).actor);
  }
};

} // namespace frontrow::test
