#include "actors/open_house.hpp"

#include "actors/directory/directory_actor.hpp"
#include "actors/gate/gate_actor.hpp"
#include "actors/keeper/keeper_actor.hpp"
#include "actors/programme/demonstration.hpp"
#include "actors/programme/programme_actor.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <stdexcept>

namespace frontrow {

namespace {

[[noreturn]] void give_up(const caf::actor_system& system, const caf::error& why) {
  throw std::runtime_error{"the store does not answer: " + system.render(why)};
}

void save(caf::scoped_actor& self, const backstage& stage, write_set set) {
  self->request(stage.writer, caf::infinite, std::move(set))
      .receive(
          [](commit_result result) {
            if (result != commit_result::committed)
              throw std::runtime_error{"the store refuses the demonstration"};
          },
          [&](const caf::error& why) { give_up(self->system(), why); });
}

/// An empty store gets the demonstration, and every store its FCFS schedule.
void furnish(caf::actor_system& system, const backstage& stage) {
  caf::scoped_actor self{system};
  programme found;
  self->request(stage.archive, caf::infinite, load_programme{})
      .receive([&](programme& p) { found = std::move(p); },
               [&](const caf::error& why) { give_up(system, why); });
  const auto now = stage.now();
  const bool is_demonstrated = found.concerts.empty() && stage.how.demo;
  if (is_demonstrated) {
    const auto set = demonstration(now);
    for (const auto& r : set.rows)
      if (const auto* made = std::get_if<schedule_row>(&r))
        found.schedules.push_back(*made);
    save(self, stage, set);
  }
  const schedule_id fcfs{stage.how.fcfs.schedule};
  const bool is_there = std::any_of(found.schedules.begin(), found.schedules.end(),
                                    [&](const schedule_row& s) { return s.id == fcfs; });
  if (!is_there)
    save(
        self, stage,
        fcfs_schedule(fcfs, stage.how.fcfs.seats, found.concerts.empty() && !is_demonstrated, now));
}

} // namespace

house open_house(caf::actor_system& system, backstage_ptr stage, feed_actor feed) {
  furnish(system, *stage);
  house h;
  h.archive = stage->archive;
  h.feed = std::move(feed);
  const queue_directory queues = system.spawn(keep_queues, stage);
  const schedule_directory schedules = system.spawn(keep_schedules, stage, queue_actor{queues});
  h.queues = queues;
  h.schedules = schedules;
  h.wallets = system.spawn(keep_wallets, stage);
  h.programme = system.spawn(keep_programme, stage, schedules);
  h.gate = system.spawn(keep_gate, stage, h.schedules, h.programme);
  h.desk = system.spawn(keep_desk, stage, checkout_doors{h.schedules, h.wallets});
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
