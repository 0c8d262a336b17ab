#include "tests/http/support/fake_house.hpp"

namespace frontrow::test {
namespace {

/// The script's answer, or its failure.
template <class T>
caf::result<T> say(const script& of, T answer) {
  if (of.failure)
    return caf::make_error(*of.failure);
  return answer;
}

/// One answer a question, the last again and again.
template <class T>
caf::result<T> say_next(script& of, std::vector<T>& answers) {
  if (answers.empty())
    return say(of, T{});
  auto answer = answers.front();
  if (answers.size() > 1)
    answers.erase(answers.begin());
  return say(of, std::move(answer));
}

gate_actor::behavior_type gate(script* by) {
  return {
      [by](const join& asked) {
        by->asked_join = asked;
        return say(*by, by->joined);
      },
      [by](const read_fcfs_seats&) { return say(*by, by->seats); },
      [by](const read_fcfs_seat&) { return say(*by, by->seat); },
      [by](const reset_fcfs& asked) {
        by->asked_reset = asked;
        return say(*by, by->schedule);
      },
      [by](const rest_gate&) { return say(*by, true); },
  };
}

schedule_actor::behavior_type schedules(script* by) {
  return {
      [by](const describe_schedule&) { return say(*by, by->schedule); },
      [by](const read_seats& asked) {
        by->asked_seats = asked;
        return say(*by, by->seats);
      },
      [by](const read_seat&) { return say(*by, by->seat); },
      [by](const watch_seats& asked) {
        by->asked_changes = asked;
        return say_next(*by, by->changes);
      },
      [by](const reserve_seat&) { return say(*by, by->done); },
      [by](const book_seat&) { return say(*by, booked_seat{}); },
      [by](const prepare_seat&) { return say(*by, prepared_seat{}); },
      [](const settle_seat&) { return true; },
      [](const refresh_schedule&) {},
      [](const learn_capacity&) {},
  };
}

wallet_actor::behavior_type wallets(script* by) {
  return {
      [by](const read_wallet&) { return say(*by, by->wallet); },
      [by](const move_points&) { return say(*by, by->done); },
      [by](const prepare_wallet&) { return say(*by, prepared_wallet{}); },
      [](const settle_wallet&) { return true; },
  };
}

queue_actor::behavior_type queues(script* by) {
  return {
      [by](const enter_queue& asked) {
        by->asked_enter = asked;
        return say_next(*by, by->tickets);
      },
      [by](const ask_queue& asked) {
        by->asked_status = asked;
        return say_next(*by, by->tickets);
      },
      [by](const watch_queue& asked) {
        by->asked_watch = asked;
        return say_next(*by, by->tickets);
      },
      [by](const leave_queue&) { return say_next(*by, by->tickets); },
      [by](const use_token&) { return say(*by, token_check{}); },
      [](const end_session&) {},
      [by](const steer_queue&) { return say(*by, queue_view{}); },
  };
}

programme_actor::behavior_type programmes(script* by) {
  return {
      [by](const create_concert& asked) {
        by->asked_concert = asked;
        return say(*by, by->concert);
      },
      [by](const create_schedule& asked) {
        by->asked_schedule = asked;
        return say(*by, by->created);
      },
      [by](const list_concerts&) { return say(*by, std::vector<concert_row>{by->concert}); },
      [by](const read_concert&) { return say(*by, by->concert_found); },
      [](const learn_show&) {},
  };
}

archive_actor::behavior_type archive(script* by) {
  return {
      [by](const load_schedule&) { return say(*by, std::optional<saved_schedule>{}); },
      [by](const load_seat&) { return say(*by, by->seat.seat); },
      [by](const load_wallet&) { return say(*by, by->wallet); },
      [by](const load_reservation&) { return say(*by, by->reservation); },
      [by](const list_reservations& asked) {
        by->asked_reservations = asked;
        return say(*by, by->reservations);
      },
      [by](const list_ledger& asked) {
        by->asked_ledger = asked;
        return say(*by, by->ledger);
      },
      [by](const load_queue&) { return say(*by, std::vector<token_row>{}); },
      [by](const load_bookings&) { return say(*by, std::vector<booking_row>{}); },
      [by](const load_held_schedules&) { return say(*by, std::vector<schedule_id>{}); },
      [by](const load_parked&) { return say(*by, std::vector<parked_row>{}); },
      [by](const load_counter&) { return say(*by, std::uint64_t{0}); },
      [by](const load_programme&) { return say(*by, programme{}); },
      [by](const load_positions&) { return say(*by, std::vector<std::uint64_t>{}); },
      [by](const frontrow::read_events&) { return say(*by, event_page{}); },
  };
}

} // namespace

house open_fake_house(caf::actor_system& system, script& by) {
  script* const all = &by;
  return {
      system.spawn([all]() -> desk_actor::behavior_type {
        return {[all](const command& asked) {
          all->asked_command = asked;
          return say(*all, all->done);
        }};
      }),
      system.spawn([all] { return schedules(all); }),
      system.spawn([all] { return wallets(all); }),
      system.spawn([all] { return queues(all); }),
      system.spawn([all] { return gate(all); }),
      system.spawn([all] { return programmes(all); }),
      system.spawn([all] { return archive(all); }),
      system.spawn([all]() -> feed_actor::behavior_type {
        return {[all](const follow_events& asked) {
                  all->asked_events = asked;
                  return say_next(*all, all->events);
                },
                [](const events_committed&) {
                }};
      }),
      system.spawn([all]() -> outbox_actor::behavior_type {
        return {[all](const describe_outbox&) { return say(*all, all->outbox); },
                [all](const replay_parked& asked) {
                  all->asked_replay = asked;
                  return say(*all, all->came);
                },
                [all](const discard_parked& asked) {
                  all->asked_discard = asked;
                  return say(*all, all->came);
                }};
      }),
      {},
      {},
      {},
  };
}

} // namespace frontrow::test
