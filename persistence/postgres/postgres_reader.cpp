#include "persistence/postgres/postgres_reader.hpp"

#include "persistence/codec/blobs.hpp"
#include "persistence/postgres/answer_rows.hpp"
#include "persistence/postgres/arrays.hpp"

#include <limits>

namespace frontrow::postgres {

namespace {

#define FRONTROW_RESERVATION                                                                       \
  "SELECT id, version, user_id, schedule, seat, price, state, created_at, held_until, paid_at"     \
  " FROM reservation"
#define FRONTROW_SCHEDULE                                                                          \
  "SELECT id, version, concert, starts_at, sale_opens_at, sale_closes_at, concurrent_user_max,"    \
  " sections FROM schedule"

bytes parameter(std::int64_t x) {
  return bytes{number_parameter(x)};
}

template <class... Ts>
std::vector<bytes> with(Ts... x) {
  return {parameter(whole(x))...};
}

/// A page begins below this; 0 stands for the newest.
std::int64_t below(std::uint64_t before) {
  return before == 0 ? std::numeric_limits<std::int64_t>::max() : static_cast<std::int64_t>(before);
}

} // namespace

postgres_reader::postgres_reader(link_options how, std::uint32_t partition_count)
    : dialer_{std::move(how)}, partition_count_{partition_count} {
  open();
}

link& postgres_reader::open() {
  if (!link_)
    link_ = dialer_.dial([](link&) {});
  return *link_;
}

template <class Work>
auto postgres_reader::ask(Work work) -> decltype(work(std::declval<link&>())) {
  try {
    return work(open());
  } catch (const link_stalled&) {
    link_.reset();
    throw;
  } catch (const link_lost&) {
    link_.reset();
  }
  try {
    return work(open());
  } catch (const link_lost&) {
    link_.reset();
    throw;
  }
}

template <class Work>
auto postgres_reader::ask_at_once(Work work) -> decltype(work(std::declval<link&>())) {
  return ask([&](link& on) {
    on.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    try {
      auto found = work(on);
      on.run("COMMIT");
      return found;
    } catch (const link_lost&) {
      throw;
    } catch (...) {
      link_.reset(); // it is left in the middle of a transaction
      throw;
    }
  });
}

std::optional<saved_schedule> postgres_reader::read(const load_schedule& what) {
  return ask_at_once([&](link& on) -> std::optional<saved_schedule> {
    const auto facts
        = on.run("schedule", FRONTROW_SCHEDULE " WHERE id = $1::bigint", with(what.id));
    if (facts.empty())
      return {};
    const auto seats = on.run("seats",
                              "SELECT seat, phase, version, user_id, reservation, held_until"
                              " FROM seat WHERE schedule = $1::bigint ORDER BY seat",
                              with(what.id));
    const auto make = [&](const cells& from) {
      return seat_in(from, what.id);
    };
    return saved_schedule{.facts = schedule_in(cells{facts[0]}), .seats = all_in(seats, make)};
  });
}

seat_row postgres_reader::read(const load_seat& what) {
  const auto found = ask([&](link& on) {
    return on.run("seat",
                  "SELECT seat, phase, version, user_id, reservation, held_until FROM seat"
                  " WHERE schedule = $1::bigint AND seat = $2::bigint",
                  with(what.schedule, what.seat));
  });
  if (found.empty())
    return {.schedule = what.schedule, .seat = what.seat};
  return seat_in(cells{found[0]}, what.schedule);
}

wallet_row postgres_reader::read(const load_wallet& what) {
  const auto found = ask([&](link& on) {
    return on.run("wallet", "SELECT version, balance FROM wallet WHERE user_id = $1::bigint",
                  with(what.user));
  });
  if (found.empty())
    return {.user = what.user};
  const cells from{found[0]};
  return {.user = what.user, .version = from.number(0), .balance = from.whole(1)};
}

std::optional<reservation_row> postgres_reader::read(const load_reservation& what) {
  const auto found = ask([&](link& on) {
    return on.run("reservation", FRONTROW_RESERVATION " WHERE id = $1::bigint", with(what.id));
  });
  if (found.empty())
    return {};
  return reservation_in(cells{found[0]});
}

std::vector<reservation_row> postgres_reader::read(const list_reservations& what) {
  const auto found = ask([&](link& on) {
    return on.run("reservations",
                  FRONTROW_RESERVATION " WHERE user_id = $1::bigint AND id < $2::bigint"
                                       " ORDER BY id DESC LIMIT $3::bigint",
                  with(what.user, below(raw(what.before)), what.limit));
  });
  return all_in(found, reservation_in);
}

std::vector<ledger_row> postgres_reader::read(const list_ledger& what) {
  const auto found = ask([&](link& on) {
    return on.run("ledger",
                  "SELECT entry, kind, amount, balance, reservation, at FROM ledger"
                  " WHERE user_id = $1::bigint AND entry < $2::bigint"
                  " ORDER BY entry DESC LIMIT $3::bigint",
                  with(what.user, below(what.before), what.limit));
  });
  return all_in(found, [&](const cells& from) { return entry_in(from, what.user); });
}

std::vector<token_row> postgres_reader::read(const load_queue& what) {
  const auto found = ask([&](link& on) {
    return on.run("queue",
                  "SELECT place, version, token_high, token_low, user_id, state, issued_at,"
                  " active_at, claimed FROM token WHERE schedule = $1::bigint ORDER BY place",
                  with(what.id));
  });
  return all_in(found, [&](const cells& from) { return token_in(from, what.id); });
}

std::vector<booking_row> postgres_reader::read(const load_bookings& what) {
  const auto found = ask([&](link& on) {
    return on.run("bookings",
                  "SELECT seat, sequence, user_name, address, name, phone, guard_until, at"
                  " FROM booking WHERE schedule = $1::bigint ORDER BY seat",
                  with(what.id));
  });
  return all_in(found, [&](const cells& from) { return booking_in(from, what.id); });
}

std::uint64_t postgres_reader::read(const load_counter& what) {
  const auto found = ask([&](link& on) {
    return on.run("counter", "SELECT value FROM counter WHERE name = $1::bytea",
                  {bytes{what.name}});
  });
  return found.empty() ? 0 : cells{found[0]}.number(0);
}

programme postgres_reader::read(const load_programme&) {
  return ask_at_once([](link& on) {
    const auto concerts
        = on.run("concerts", "SELECT id, title, artist, created_at FROM concert ORDER BY id", {});
    const auto schedules = on.run("schedules", FRONTROW_SCHEDULE " ORDER BY id", {});
    const auto make = [](const cells& from) {
      return concert_row{.id = from.as<concert_id>(0),
                         .title = from.text(1),
                         .artist = from.text(2),
                         .created_at = from.at(3)};
    };
    return programme{.concerts = all_in(concerts, make),
                     .schedules = all_in(schedules, schedule_in)};
  });
}

std::vector<schedule_id> postgres_reader::read(const load_held_schedules&) {
  static_assert(static_cast<int>(seat_row::phase::held) == 1);
  const auto found = ask([](link& on) {
    return on.run("held", "SELECT DISTINCT schedule FROM seat WHERE phase = 1 ORDER BY schedule",
                  {});
  });
  return all_in(found, [](const cells& from) { return from.as<schedule_id>(0); });
}

std::vector<std::uint64_t> postgres_reader::read(const load_positions&) {
  const auto found = ask([](link& on) {
    return on.run("positions", "SELECT position FROM mark ORDER BY partition", {});
  });
  return all_in(found, [](const cells& from) { return from.number(0); });
}

std::vector<parked_row> postgres_reader::read(const load_parked& what) {
  const auto found = ask([&](link& on) {
    return on.run("parked",
                  "SELECT position, state, kind, subject, sequence, why, since FROM parked"
                  " WHERE partition = $1::bigint AND state <> 3 ORDER BY position",
                  with(what.partition));
  });
  return all_in(found, [&](const cells& from) {
    return parked_row{.partition = what.partition,
                      .position = from.number(0),
                      .is = from.as<parked_row::state>(1),
                      .kind = from.as<event::kind>(2),
                      .subject = from.text(3),
                      .sequence = from.number(4),
                      .why = from.text(5),
                      .since = from.at(6)};
  });
}

event_page postgres_reader::read(const read_events& what) {
  if (what.partition >= partition_count_)
    return {};
  return ask_at_once([&](link& on) {
    event_page page;
    const auto mark = on.run("position", "SELECT position FROM mark WHERE partition = $1::bigint",
                             with(what.partition));
    page.last = mark.empty() ? 0 : cells{mark[0]}.number(0);
    if (what.after >= page.last || what.limit == 0)
      return page;
    // The row that holds the first, and as many more as can be needed: each has one at least.
    const auto found
        = on.run("outbox",
                 "SELECT first, events FROM outbox WHERE partition = $1::bigint AND first >="
                 " coalesce((SELECT first FROM outbox WHERE partition = $1::bigint"
                 " AND first <= $2::bigint ORDER BY first DESC LIMIT 1), 0)"
                 " AND first <= $3::bigint ORDER BY first LIMIT $4::bigint",
                 with(what.partition, what.after + 1,
                      std::min<std::uint64_t>(what.after + what.limit, page.last), what.limit));
    for (const auto& row : found) {
      const cells from{row};
      auto position = from.number(0);
      const auto blob = from.text(1);
      for (auto batch = open_blob(blob); !batch.is_done(); ++position) {
        auto happened = read_event(batch);
        if (position <= what.after || page.events.size() >= what.limit)
          continue;
        page.events.push_back(
            {.partition = what.partition, .position = position, .what = std::move(happened)});
      }
    }
    return page;
  });
}

} // namespace frontrow::postgres
