#include "actors/open_house.hpp"

#include "actors/directory/directory_actor.hpp"
#include "actors/gate/gate_actor.hpp"
#include "actors/keeper/keeper_actor.hpp"
#include "actors/programme/demonstration.hpp"
#include "actors/programme/programme_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace frontrow {

namespace {

[[noreturn]] void give_up(const caf::actor_system& system, const caf::error& why) {
  throw std::runtime_error{"the store does not answer: " + system.render(why)};
}

/// False: somebody else did just then.
bool save(caf::scoped_actor& self, const backstage& stage, write_set set) {
  bool is_saved = false;
  self->request(stage.writer, caf::infinite, std::move(set))
      .receive([&](commit_result result) { is_saved = result == commit_result::committed; },
               [&](const caf::error& why) { give_up(self->system(), why); });
  return is_saved;
}

/// What an empty store lacks; nothing: it has all.
write_set missing(const programme& found, const backstage& stage) {
  const auto now = stage.now();
  write_set set;
  if (found.concerts.empty() && stage.how.demo)
    set = demonstration(now);
  const schedule_id fcfs{stage.how.fcfs.schedule};
  const auto is_it = [&](const schedule_row& s) {
    return s.id == fcfs;
  };
  const bool is_made = std::ranges::any_of(set.rows, [&](const row& r) {
    const auto* made = std::get_if<schedule_row>(&r);
    return made != nullptr && is_it(*made);
  });
  if (!is_made && std::ranges::none_of(found.schedules, is_it)) {
    const bool is_empty = found.concerts.empty() && set.rows.empty();
    auto more = fcfs_schedule(fcfs, stage.how.fcfs.seats, is_empty, now);
    std::ranges::move(more.rows, std::back_inserter(set.rows));
  }
  return set;
}

} // namespace

void furnish(caf::actor_system& system, const backstage& stage) {
  // Of several nodes that come to an empty store at once, one furnishes it.
  constexpr int tries_max = 3;
  caf::scoped_actor self{system};
  for (int tries = 0; tries < tries_max; ++tries) {
    programme found;
    self->request(stage.archive, caf::infinite, load_programme{})
        .receive([&](programme& p) { found = std::move(p); },
                 [&](const caf::error& why) { give_up(system, why); });
    auto set = missing(found, stage);
    if (set.rows.empty() || save(self, stage, std::move(set)))
      return;
  }
  throw std::runtime_error{"the store refuses the demonstration"};
}

rooms open_rooms(caf::actor_system& system, backstage_ptr stage) {
  rooms all;
  all.queues = system.spawn(keep_queues, stage);
  all.schedules = system.spawn(keep_schedules, stage, queue_actor{all.queues});
  all.wallets = system.spawn(keep_wallets, stage);
  return all;
}

gate_actor open_gate(caf::actor_system& system, const backstage_ptr& stage, const house& doors) {
  return system.spawn(keep_gate, stage, doors.schedules, doors.programme);
}

programme_actor open_programme(caf::actor_system& system, const backstage_ptr& stage,
                               const house& doors) {
  return system.spawn(keep_programme, stage, doors.schedules);
}

desk_actor open_desk(caf::actor_system& system, const backstage_ptr& stage, const house& doors) {
  return system.spawn(keep_desk, stage, checkout_doors{doors.schedules, doors.wallets});
}

house open_house(caf::actor_system& system, backstage_ptr stage, feed_actor feed) {
  furnish(system, *stage);
  house h;
  h.archive = stage->archive;
  h.feed = std::move(feed);
  const auto all = open_rooms(system, stage);
  h.queues = all.queues;
  h.schedules = all.schedules;
  h.wallets = all.wallets;
  h.programme = open_programme(system, stage, h);
  h.gate = open_gate(system, stage, h);
  h.desk = open_desk(system, stage, h);
  return h;
}

void end_house(const house& h) {
  const auto why = caf::exit_reason::user_shutdown;
  caf::anon_send_exit(h.desk, why);
  caf::anon_send_exit(h.gate, why);
  caf::anon_send_exit(h.programme, why);
  caf::anon_send_exit(h.schedules, why);
  caf::anon_send_exit(h.queues, why);
  caf::anon_send_exit(h.wallets, why);
  if (h.audit)
    caf::anon_send_exit(h.audit, why);
}

void close_house(caf::actor_system& system, const house& h) {
  caf::scoped_actor self{system};
  // Without it nothing is lost but the beauty of a sequence without gaps.
  self->request(h.gate, std::chrono::seconds{2}, rest_gate{})
      .receive([](bool) {}, [](const caf::error&) {});
  end_house(h);
}

} // namespace frontrow
