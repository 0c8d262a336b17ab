#pragma once

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <optional>

namespace frontrow::test {

/// The store's actors on one thread, where nothing and no time moves until the test moves it.
class one_thread {
public:
  ~one_thread() {
    for (auto& who : spawned_)
      self_->send_exit(who, caf::exit_reason::user_shutdown);
    do
      settle();
    while (scheduler().trigger_timeout());
  }

  /// Ends with this, so that its timers do not keep the system waiting.
  template <class... Ts>
  auto spawn(Ts&&... what) {
    auto who = system_.spawn(std::forward<Ts>(what)...);
    spawned_.push_back(caf::actor_cast<caf::actor>(who));
    settle();
    return who;
  }

  void settle() {
    while (scheduler().try_run_once())
      ;
  }

  /// Lets one actor consume one message.
  void step() {
    if (!try_step())
      throw std::logic_error{"nothing moves any more"};
  }
  bool try_step() { return scheduler().try_run_once(); }

  /// Lets this one consume one message, before anybody else does.
  template <class Handle>
  void step(const Handle& whom) {
    if (!scheduler().prioritize(whom))
      throw std::logic_error{"it has nothing to do"};
    step();
  }

  /// Lets time pass, and nobody move who is woken by it.
  void fire(std::chrono::milliseconds time) { scheduler().advance_time(time); }

  void pass(std::chrono::milliseconds time) {
    scheduler().advance_time(time);
    settle();
  }

  /// Asks, and lets an actor of its own wait for the answer. Nothing else moves yet.
  template <class Answer, class Handle, class Message>
  std::shared_ptr<std::optional<caf::expected<Answer>>> ask(const Handle& whom, Message what) {
    auto place = std::make_shared<std::optional<caf::expected<Answer>>>();
    // Passed as arguments: of a function without any, CAF dereferences a null pointer.
    auto asker = system_.spawn(
        [](caf::event_based_actor* me, Handle to, Message say, decltype(place) into) {
          me->request(to, caf::infinite, say)
              .then([=](Answer& x) { into->emplace(std::move(x)); },
                    [=](caf::error& why) { into->emplace(std::move(why)); });
        },
        whom, std::move(what), place);
    scheduler().prioritize(asker);
    scheduler().run_once();
    return place;
  }

  template <class Answer, class Handle, class Message>
  caf::expected<Answer> answer(const Handle& whom, Message what) {
    auto place = ask<Answer>(whom, std::move(what));
    settle();
    if (!place->has_value())
      throw std::logic_error{"asked, but nobody answered"};
    return **place;
  }

private:
  struct config : caf::actor_system_config {
    config() { set("scheduler.policy", caf::atom("testing")); }
  };

  caf::scheduler::test_coordinator& scheduler() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler());
  }

  config config_;
  caf::actor_system system_{config_};
  caf::scoped_actor self_{system_, true};
  std::vector<caf::actor> spawned_;
};

} // namespace frontrow::test
