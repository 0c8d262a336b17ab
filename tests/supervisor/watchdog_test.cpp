#include "supervisor/watchdog.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace frontrow;
using namespace std::chrono_literals;

namespace {

constexpr auto limit = 30s;

/// What a watchdog and its canaries did, and a way to wait for it.
class diary {
public:
  void note_alive() { change(alive_); }
  void note_sent() { change(sent_); }

  int alive() { return read(alive_); }
  int sent() { return read(sent_); }

  bool await_alive(int count) { return await(alive_, count); }
  bool await_sent(int count) { return await(sent_, count); }

private:
  void change(int& what) {
    const std::lock_guard lock{guard_};
    ++what;
    changed_.notify_all();
  }
  int read(const int& what) {
    const std::lock_guard lock{guard_};
    return what;
  }
  bool await(const int& what, int count) {
    std::unique_lock lock{guard_};
    return changed_.wait_for(lock, limit, [&] { return what >= count; });
  }

  std::mutex guard_;
  std::condition_variable changed_;
  int alive_ = 0;
  int sent_ = 0;
};

} // namespace

TEST_CASE("a server whose parts all answer is said to live, again and again") {
  diary seen;
  const auto back_at_once = [](auto back) {
    back();
  };
  const watchdog watch{3ms, {back_at_once, back_at_once}, [&] {
                         seen.note_alive();
                       }};
  CHECK(seen.await_alive(5));
}

TEST_CASE("one part that hangs ends the messages, and is asked once") {
  diary hung;
  diary well;
  const watchdog watch{3ms,
                       {[&](auto back) {
                          well.note_sent();
                          back();
                        },
                        [&](const auto&) {
                          hung.note_sent();
                        }},
                       [&] {
                         well.note_alive();
                       }};
  REQUIRE(hung.await_sent(1));
  // Another watchdog of the same pace: when it has spoken often, this one would have, too.
  diary other;
  const watchdog healthy{3ms,
                         {[](auto back) {
                           back();
                         }},
                         [&] {
                           other.note_alive();
                         }};
  REQUIRE(other.await_alive(20));
  CHECK(well.alive() == 0);
  CHECK(well.sent() == 1);
  CHECK(hung.sent() == 1);
}

TEST_CASE("who was only slow is believed again, and asked again") {
  diary seen;
  std::promise<std::function<void()>> first;
  auto slow = first.get_future();
  const watchdog watch{3ms,
                       {[&](auto back) {
                         seen.note_sent();
                         if (seen.sent() == 1)
                           first.set_value(back);
                         else
                           back();
                       }},
                       [&] {
                         seen.note_alive();
                       }};
  REQUIRE(slow.wait_for(limit) == std::future_status::ready);
  CHECK(seen.alive() == 0);
  slow.get()();
  CHECK(seen.await_alive(3));
}

TEST_CASE("a watchdog ends at once, and a canary may come back to nobody") {
  std::promise<std::function<void()>> kept;
  const auto begin = std::chrono::steady_clock::now();
  {
    const watchdog watch{1h,
                         {[&](auto back) {
                           kept.set_value(back);
                         }},
                         [] {
                         }};
  }
  CHECK(std::chrono::steady_clock::now() - begin < limit);
  kept.get_future().get()();
}
