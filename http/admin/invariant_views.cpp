#include "actors/schedule/hall.hpp"
#include "actors/store/cloud_event.hpp"
#include "http/admin/console.hpp"
#include "http/admin/view.hpp"

namespace frontrow::http::admin {
namespace {

/// How much one step looks at: some milliseconds of the inspector's thread a second, of no one
/// else's.
constexpr std::uint32_t reservations_a_step = 500;
constexpr std::uint32_t wallets_a_step = 100;
constexpr std::uint32_t events_a_step = 500;
constexpr std::size_t queues_a_step = 20;

struct promise_text {
  const char* name;
  const char* says;
};
constexpr std::array<promise_text, invariant_count> texts{{
    {"seats", "free, held and sold seats add up to each schedule's capacity"},
    {"reservations", "a seat has one live reservation at the most, the one that it names"},
    {"wallets", "each ledger has no gaps, and sums to its wallet's balance"},
    {"events", "positions and sequences of events are gapless"},
    {"queues", "no more are ACTIVE than a waiting room's capacity"},
}};

net::awaitable<void> check_rows(context& with, invariant which, store_promise what,
                                std::uint32_t limit) {
  auto& checks = with.console->checks;
  const auto found = co_await ask<store_check>(with, with.doors.inspector,
                                               check_store{what, checks.after(which), limit, 0});
  if (found)
    checks.note(which, found->checked, found->next, found->is_end, with.now(), found->broken);
}

/// The next schedule: what the store has, and what its actor tells while it is alive.
net::awaitable<void> check_seats(context& with) {
  auto& checks = with.console->checks;
  if (checks.schedules.empty()) {
    const auto all = co_await ask<programme>(with, with.doors.archive, load_programme{});
    if (!all)
      co_return;
    for (const auto& one : all->schedules)
      checks.schedules.push_back(raw(one.id));
    if (checks.schedules.empty())
      co_return;
  }
  const auto id = checks.schedules.back();
  checks.schedules.pop_back();
  const bool is_last = checks.schedules.empty();
  const auto view
      = co_await ask<schedule_view>(with, with.doors.schedules, describe_schedule{schedule_id{id}});
  if (!view || view->no != refusal::none)
    co_return;
  const auto found = co_await ask<store_check>(
      with, with.doors.inspector,
      check_store{store_promise::seats, static_cast<std::int64_t>(id), 0, view->seats});
  if (!found)
    co_return;
  auto broken = found->broken;
  if (std::uint64_t{view->available} + view->held > view->seats)
    broken.push_back("schedule " + std::to_string(id) + " has " + std::to_string(view->seats)
                     + " seats, but its actor knows of " + std::to_string(view->available)
                     + " free and " + std::to_string(view->held) + " held ones");
  checks.note(invariant::seats, view->seats, 0, is_last, with.now(), broken);
}

net::awaitable<void> check_events(context& with) {
  auto& checks = with.console->checks;
  const auto last
      = co_await ask<std::vector<std::uint64_t>>(with, with.doors.archive, load_positions{});
  if (!last || last->empty())
    co_return;
  if (checks.partition >= last->size())
    checks.partition = 0;
  const auto after = static_cast<std::uint64_t>(checks.after(invariant::events));
  const auto page = co_await ask<event_page>(with, with.doors.archive,
                                             read_events{checks.partition, after, events_a_step});
  if (!page)
    co_return;
  std::vector<std::string> broken;
  auto expected = after;
  for (const auto& one : page->events) {
    if (one.position != ++expected)
      broken.push_back("partition " + std::to_string(one.partition) + " goes on with position "
                       + std::to_string(one.position) + " after " + std::to_string(expected - 1));
    expected = one.position;
    // In a pass over what was there before, numbers begin anew.
    if (auto gap = checks.sequences.see(subject_of(one.what), one.what.sequence); !gap.empty())
      broken.push_back(std::move(gap));
  }
  // What is read to its end is gone on with: new events are looked at as they come.
  const bool is_read = expected >= page->last;
  const bool is_pass_over = is_read && checks.partition + 1 == last->size() && last->size() > 1;
  checks.note(invariant::events, page->events.size(), static_cast<std::int64_t>(expected),
              is_pass_over, with.now(), broken);
  if (is_read && last->size() > 1)
    checks.partition = is_pass_over ? 0 : checks.partition + 1;
}

net::awaitable<void> check_queues(context& with) {
  std::vector<std::string> broken;
  std::uint64_t checked = 0;
  for (const auto label : labels_of(actor_kind::queue, queues_a_step)) {
    const auto room = co_await ask<queue_view>(with, with.doors.queues,
                                               steer_queue{.id = schedule_id{label.first}});
    if (!room || room->no != refusal::none || room->capacity == 0)
      continue;
    ++checked;
    if (room->active > room->ceiling)
      broken.push_back("queue " + std::to_string(label.first) + " has "
                       + std::to_string(room->active) + " ACTIVE, and room for "
                       + std::to_string(room->ceiling));
  }
  with.console->checks.note(invariant::queues, checked, 0, true, with.now(), broken);
}

/// Ends the step, however it ended.
struct step_end {
  explicit step_end(invariants& of) : of_{of} {}
  step_end(const step_end&) = delete;
  step_end& operator=(const step_end&) = delete;
  ~step_end() { of_.end(); }
  invariants& of_;
};

net::awaitable<void> check_some(context& with) {
  const step_end end_this{with.console->checks};
  co_await check_seats(with);
  co_await check_rows(with, invariant::reservations, store_promise::reservations,
                      reservations_a_step);
  co_await check_rows(with, invariant::wallets, store_promise::wallets, wallets_a_step);
  co_await check_events(with);
  co_await check_queues(with);
}

void print_state(std::string& out, std::size_t index, const invariant_state& state) {
  json::object body{out};
  body.text("name", texts[index].name)
      .text("says", texts[index].says)
      .text("state", state.looked_at == instant{} ? "UNKNOWN"
                     : state.broken_ever > 0      ? "BROKEN"
                                                  : "HOLDS")
      .number("checked", state.checked)
      .number("passes", state.passes)
      .number("brokenEver", state.broken_ever);
  if (state.looked_at != instant{})
    body.text("lookedAt", print_utc(state.looked_at));
  if (state.passed_at != instant{})
    body.text("passedAt", print_utc(state.passed_at));
  print_list(body.open("broken"), state.broken, [](std::string& to, const broken_promise& one) {
    json::object entry{to};
    entry.text("at", print_utc(one.at)).text("what", one.what).end();
  });
  body.end();
}

} // namespace

net::awaitable<view> see_invariants(context& with, std::string) {
  if (with.console->checks.begin(std::chrono::steady_clock::now()))
    co_await check_some(with);
  view out;
  json::object body{out.body};
  begin_view(body, with.now());
  auto& list = body.open("invariants") += '[';
  const auto states = with.console->checks.states();
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (i != 0)
      list += ',';
    print_state(list, i, states[i]);
  }
  list += ']';
  body.end();
  co_return out;
}

} // namespace frontrow::http::admin
