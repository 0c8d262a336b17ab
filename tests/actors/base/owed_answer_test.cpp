#include "actors/base/counted_actor.hpp"
#include "tests/persistence/one_thread.hpp"

#include <caf/stateful_actor.hpp>
#include <catch2/catch.hpp>

using namespace frontrow;
using namespace frontrow::test;

namespace {

enum class wish {
  throw_now,
  owe_and_throw,
  ask_and_throw,
  throw_at_answer,
  let_wait_and_throw,
  wait
};

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(wish)

namespace {

using asked = caf::typed_actor<caf::replies_to<wish>::with<int>>;
using counted_asked = counted<asked::base, actor_kind::seat>;

struct bug : std::runtime_error {
  using runtime_error::runtime_error;
};

/// One whose handlers go wrong in every way; `other` answers when told to, or never.
asked::behavior_type keep_buggy(counted_asked* self, caf::actor other) {
  return {[=](wish what) -> caf::result<int> {
    if (what == wish::throw_now)
      throw bug{"now"};
    const auto reply = self->owe<int>();
    if (what == wish::owe_and_throw)
      throw bug{"owing"};
    const bool is_answered = what == wish::throw_at_answer || what == wish::let_wait_and_throw;
    auto then = [=](int) {
      if (is_answered)
        throw bug{"at the answer"};
      reply.deliver(1);
    };
    auto otherwise = [=](const caf::error& why) {
      reply.deliver(why);
    };
    auto question = self->request(other, caf::infinite, is_answered);
    if (what == wish::let_wait_and_throw)
      question.await(then, otherwise);
    else
      question.then(then, otherwise);
    if (what == wish::ask_and_throw)
      throw bug{"asking"};
    return reply;
  }};
}

struct bench : one_thread {
  bench() {
    other = spawn([](caf::event_based_actor* self) -> caf::behavior {
      return {[=](bool is_answered) -> caf::result<int> {
        if (is_answered)
          return 1;
        never.push_back(self->make_response_promise());
        return never.back();
      }};
    });
    buggy = spawn(keep_buggy, other);
  }
  ~bench() { never.clear(); }

  static inline std::vector<caf::response_promise> never;
  caf::actor other;
  asked buggy;
};

} // namespace

TEST_CASE("owed answer: whoever meets a bug hears of it at once, whatever was begun for him") {
  bench at;
  const auto how = GENERATE(wish::throw_now, wish::owe_and_throw, wish::ask_and_throw,
                            wish::throw_at_answer, wish::let_wait_and_throw);
  const auto before = figures_of(actor_kind::seat).faults.load();
  auto hit = at.ask<int>(at.buggy, how);
  at.settle();
  REQUIRE(hit->has_value());
  CHECK((*hit)->error() == caf::sec::runtime_error);
  CHECK(figures_of(actor_kind::seat).faults.load() == before + 1);
}

TEST_CASE("owed answer: who waits beside a bug hears that he may try again") {
  bench at;
  auto beside = at.ask<int>(at.buggy, wish::wait);
  at.settle();
  REQUIRE_FALSE(beside->has_value());
  auto hit = at.ask<int>(at.buggy, wish::throw_at_answer);
  at.settle();
  REQUIRE(beside->has_value());
  CHECK((*beside)->error() == store_failure::unavailable);
  CHECK((*hit)->error() == caf::sec::runtime_error);
}

TEST_CASE("owed answer: who has not had his turn yet hears that nobody is there") {
  bench at;
  auto first = at.ask<int>(at.buggy, wish::let_wait_and_throw);
  auto behind = at.ask<int>(at.buggy, wish::wait);
  at.settle();
  REQUIRE(behind->has_value());
  CHECK((*behind)->error() == caf::sec::request_receiver_down);
}
