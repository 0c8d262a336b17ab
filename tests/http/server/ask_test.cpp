#include "http/server/ask.hpp"
#include "http/server/io_threads.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <caf/all.hpp>
#include <catch2/catch.hpp>

#include <thread>

using namespace frontrow;
using namespace frontrow::http;
using namespace std::chrono_literals;

namespace {

struct world {
  explicit world(std::uint32_t threads = 1) {
    http_settings wanted;
    wanted.threads = threads;
    wanted.deadline = 5s;
    use_io_threads(config, wanted);
    system.emplace(config);
    for (std::size_t i = 0; i < io().size(); ++i)
      io()[i].tick_every(5ms);
  }

  io_threads& io() { return io_threads::of(*system); }

  // Runs a coroutine on an io thread to its end.
  template <class Coroutine>
  void run(Coroutine coroutine, std::size_t thread = 0) {
    net::co_spawn(io()[thread].context(), std::move(coroutine), net::use_future).get();
  }

  caf::actor_system_config config;
  std::optional<caf::actor_system> system;
};

caf::behavior doubler(caf::event_based_actor*) {
  return {[](int x) { return 2 * x; },
          [](double) -> caf::result<int> {
            return caf::sec::bad_function_call;
          }};
}

struct deaf_state {
  deaf_state() = default;
  std::vector<caf::response_promise> held;
};

// Keeps every question; an answer to all of them comes with the atom.
caf::behavior deaf(caf::stateful_actor<deaf_state>* self) {
  return {[self](int) {
            self->state.held.push_back(self->make_response_promise());
            return self->state.held.back();
          },
          [self](caf::ok_atom) {
            for (auto& one : std::exchange(self->state.held, {}))
              one.deliver(-1);
          }};
}

void end(caf::actor& who) {
  caf::anon_send_exit(who, caf::exit_reason::user_shutdown);
  who = nullptr;
}

} // namespace

TEST_CASE("ask: ten thousand questions, from two threads, to an actor that wanders") {
  world here{2};
  auto actor = here.system->spawn(doubler);
  std::vector<std::future<int>> all;
  for (std::size_t thread = 0; thread < 2; ++thread)
    for (int each = 0; each < 10; ++each)
      all.push_back(net::co_spawn(
          here.io()[thread].context(),
          [&]() -> net::awaitable<int> {
            const auto home = std::this_thread::get_id();
            int right = 0;
            for (int i = 0; i < 1'000; ++i) {
              const auto answer = co_await ask<int>(actor, i);
              right += answer && *answer == 2 * i && home == std::this_thread::get_id() ? 1 : 0;
            }
            co_return right;
          },
          net::use_future));
  for (auto& each : all)
    CHECK(each.get() == 1'000);
  end(actor);
}

TEST_CASE("ask: a detached actor answers from its own thread") {
  world here;
  auto actor = here.system->spawn<caf::detached>(doubler);
  here.run([&]() -> net::awaitable<void> {
    const auto home = std::this_thread::get_id();
    for (int i = 0; i < 1'000; ++i) {
      const auto answer = co_await ask<int>(actor, i);
      REQUIRE(answer);
      REQUIRE(*answer == 2 * i);
      REQUIRE(home == std::this_thread::get_id());
    }
  });
  end(actor);
}

TEST_CASE("ask: refusals, dead actors, nobody, and answers of another kind") {
  world here;
  auto actor = here.system->spawn(doubler);
  auto dead = here.system->spawn(doubler);
  caf::anon_send_exit(dead, caf::exit_reason::kill);
  caf::scoped_actor {
    *here.system
    } -> wait_for(dead);
  here.run([&]() -> net::awaitable<void> {
    const auto refused = co_await ask<int>(actor, 1.0);
    CHECK(refused.error() == caf::sec::bad_function_call);
    const auto gone = co_await ask<int>(dead, 1);
    CHECK(gone.error() == caf::sec::request_receiver_down);
    const auto nobody = co_await ask<int>(caf::actor{}, 1);
    CHECK(nobody.error() == caf::sec::invalid_argument);
    const auto other = co_await ask<std::string>(actor, 1);
    CHECK(other.error() == caf::sec::unexpected_response);
  });
  end(actor);
}

TEST_CASE("ask: silence ends at its deadline, and a late answer never reaches another question") {
  world here;
  auto silent = here.system->spawn(deaf);
  auto actor = here.system->spawn(doubler);
  here.run([&]() -> net::awaitable<void> {
    for (int i = 0; i < 3; ++i) {
      const auto answer = co_await ask<int>(silent, 1, 20ms);
      CHECK(answer.error() == caf::sec::request_timeout);
    }
    CHECK(io_thread::here().clerk().open() == 0);
    // The slot is used again, and the late answers arrive while this question is open.
    clerk::question question{io_thread::here().clerk(), 5s};
    caf::anon_send(silent, caf::ok_atom_v);
    const auto after = co_await ask<int>(actor, 21);
    CHECK(*after == 42);
    const auto later = co_await ask<int>(silent, 1, 50ms);
    CHECK(later.error() == caf::sec::request_timeout);
    CHECK_FALSE(question.is_answered());
  });
  end(silent);
  end(actor);
}

TEST_CASE("ask: the system ends with timers pending and jobs under way") {
  for (int round = 0; round < 3; ++round) {
    world here{2};
    here.system->await_actors_before_shutdown(false);
    for (int i = 0; i < 500; ++i)
      here.system->spawn([](caf::event_based_actor* self) -> caf::behavior {
        self->delayed_send(self, 1h, 1);
        return {[](int) {
        }};
      });
  }
}

TEST_CASE("ask: a coroutine that still waits is dropped with the system") {
  world here;
  auto silent = here.system->spawn(deaf);
  bool returned = false;
  net::co_spawn(
      here.io()[0].context(),
      [&]() -> net::awaitable<void> {
        co_await ask<int>(silent, 1);
        returned = true;
      },
      [](std::exception_ptr) {});
  here.run([]() -> net::awaitable<void> { co_return; });
  end(silent);
  here.system.reset();
  CHECK_FALSE(returned);
}

TEST_CASE("ask: delayed messages come when they are due") {
  world here;
  caf::scoped_actor self{*here.system};
  for (int i = 3; i > 0; --i)
    self->delayed_send(self, std::chrono::milliseconds{20 * i}, i);
  for (int i = 1; i <= 3; ++i)
    self->receive([&](int x) { CHECK(x == i); });
}
