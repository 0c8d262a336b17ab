#include "tests/simulation/world.hpp"

#include "actors/base/tsid.hpp"
#include "tests/support/strike.hpp"

namespace frontrow::test {

namespace {

template <class Handle>
const caf::resumable* job_of(const Handle& whom) {
  return dynamic_cast<const caf::resumable*>(caf::actor_cast<caf::abstract_actor*>(whom));
}

/// Never reached by a history that comes to rest.
constexpr std::size_t steps_max = 2'000'000;

} // namespace

world::world(world_tools tools)
    : begins_at_{tools.begins_at}, system_{std::make_unique<caf::actor_system>(config_)},
      scheduler_{dynamic_cast<caf::scheduler::test_coordinator*>(&system_->scheduler())} {
  system_->await_actors_before_shutdown(false);
  began_ = scheduler_->clock().current_time;
  client_handle_ = system_->spawn([](caf::event_based_actor* self) -> caf::behavior {
    self->set_default_handler(caf::drop);
    return {[](caf::unit_t) {
    }};
  });
  client_ = dynamic_cast<caf::event_based_actor*>(
      caf::actor_cast<caf::abstract_actor*>(client_handle_));
  settle();

  auto stage = std::make_shared<backstage>();
  store_options options;
  options.has_threads = false;
  store_ = start_store(
      *system_, *tools.on, [this] { return now(); }, options);
  stage->writer = store_.writer;
  stage->archive = store_.archive;
  stage->now = [this] {
    return now();
  };
  stage->fresh_reservation = [this, ids = std::make_shared<tsid_source>(1)] {
    return ids->next(now());
  };
  stage->fresh_token = tools.fresh_token;
  stage->how = tools.how;
  if (tools.redis) {
    tools.redis->begin_life();
    tools.redis->now = stage->now;
    guard_ = system_->spawn(keep_fake_guard, tools.redis);
    stage->guard = guard_;
    slow_.insert(job_of(guard_));
  }
  slow_.insert(job_of(store_.writer));
  for (const auto& one : store_.archivists)
    slow_.insert(job_of(one));

  settle();
  // Opening waits for the store on this very thread: whatever it asks is done at once.
  std::function<void()> do_at_once = [&] {
    scheduler_->after_next_enqueue(do_at_once);
    settle();
  };
  scheduler_->after_next_enqueue(do_at_once);
  doors_ = open_house(*system_, stage, store_.feed);
  scheduler_->after_next_enqueue(std::function<void()>{});
  settle();
}

world::~world() {
  const auto end = [](const auto& who) {
    caf::anon_send_exit(who, caf::exit_reason::kill);
  };
  end_house(doors_);
  if (guard_)
    end(guard_);
  end(store_.writer);
  end(store_.feed);
  end(store_.archive);
  for (const auto& one : store_.archivists)
    end(one);
  end(client_handle_);
  settle();
  // A pending timer keeps its actor alive for as long as the clock.
  scheduler_->clock().cancel_all();
  settle();
}

instant world::now() const {
  using std::chrono::floor;
  return begins_at_ + floor<milliseconds>(scheduler_->clock().current_time - began_);
}

bool world::is_slow(const caf::resumable* job) const {
  return slow_.contains(job) && now() < slow_until_;
}

bool world::step(std::size_t index) {
  auto& jobs = scheduler_->jobs;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto at = (index + i) % jobs.size();
    if (is_slow(jobs[at]))
      continue;
    std::swap(jobs[at], jobs.front());
    scheduler_->run_once();
    return true;
  }
  return false;
}

void world::run(dice& chance, std::size_t steps) {
  for (; steps > 0 && !scheduler_->jobs.empty(); --steps)
    if (!step(chance.below(scheduler_->jobs.size())))
      return;
}

bool world::settle() {
  for (std::size_t n = 0; n < steps_max; ++n)
    if (!step(0))
      return true;
  return false;
}

void world::strike(dice& chance) {
  switch (chance.below(6)) {
  case 0:
    return test::strike(doors_.desk);
  case 1:
    return test::strike(doors_.schedules);
  case 2:
    return test::strike(doors_.wallets);
  case 3:
    return test::strike(doors_.queues);
  case 4:
    return test::strike(doors_.programme);
  default:
    return test::strike(doors_.gate);
  }
}

void world::pass(milliseconds time) {
  scheduler_->advance_time(time);
}

} // namespace frontrow::test
