#pragma once

#include "actors/open_house.hpp"
#include "persistence/memory/faulty_store.hpp"
#include "persistence/open.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/support/fake_guard.hpp"

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <unordered_set>

namespace frontrow::test {

/// What a life of the server is given.
struct world_tools {
  store* on = nullptr;
  settings how;
  std::shared_ptr<fake_guard> redis; // null: the gate keeps its own guards
  instant begins_at{};
  std::function<token_id()> fresh_token;
};

/// One life of the server, on one thread: nobody moves and no time passes until told so, and who
/// moves next is chance. Its end is a crash: whatever was on its way is gone.
class world {
public:
  /// Opens the house; the store must be well meanwhile.
  explicit world(world_tools);
  /// What the actors do while they die must no longer reach the store.
  ~world();

  const house& doors() const { return doors_; }
  instant now() const;

  /// Lets up to `steps` messages be handled, each by an actor that chance names.
  void run(dice& chance, std::size_t steps);
  /// Lets everybody finish who is not waiting for time to pass. False: they never would.
  bool settle();
  void pass(milliseconds);

  /// Has one of the doors meet a bug, as soon as it is its turn.
  void strike(dice& chance);

  /// Until then the store's actors do not move.
  void slow_down(instant until) { slow_until_ = until; }
  bool is_slow() const { return now() < slow_until_; }

  /// Asks on behalf of a client; `then` hears the answer unless the world ends before.
  template <class Answer, class Handle, class Message, class Then>
  void ask(const Handle& whom, Message what, Then then) {
    // Between two messages of its own an actor runs nowhere.
    client_->context(nullptr);
    client_->request(whom, caf::infinite, std::move(what))
        .then([=](Answer& answer) { then(caf::expected<Answer>{std::move(answer)}); },
              [=](caf::error& why) { then(caf::expected<Answer>{std::move(why)}); });
  }

  std::string print(const caf::error& why) const { return system_->render(why); }

private:
  struct config : caf::actor_system_config {
    config() { set("scheduler.policy", caf::atom("testing")); }
  };

  bool step(std::size_t index);
  bool is_slow(const caf::resumable*) const;

  config config_;
  instant begins_at_;
  instant slow_until_{};
  std::unique_ptr<caf::actor_system> system_;
  caf::scheduler::test_coordinator* scheduler_;
  std::chrono::steady_clock::time_point began_;
  caf::actor client_handle_;
  caf::event_based_actor* client_ = nullptr;
  store_actors store_;
  fake_guard_actor guard_;
  house doors_;
  std::unordered_set<const caf::resumable*> slow_;
};

} // namespace frontrow::test
