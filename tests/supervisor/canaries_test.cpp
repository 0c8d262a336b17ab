#include "supervisor/canaries.hpp"

#include <caf/all.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <future>

using namespace frontrow;

namespace {

writer_actor::behavior_type count_questions(writer_actor::pointer,
                                            std::shared_ptr<std::atomic<int>> asked) {
  return {
      [](write_set&) { return commit_result::committed; },
      [=](const find_answer&) {
        ++*asked;
        return std::optional<answer_row>{};
      },
  };
}

} // namespace

TEST_CASE("each of several writers has a canary of its own") {
  caf::actor_system_config config;
  caf::actor_system system{config};
  std::vector<std::shared_ptr<std::atomic<int>>> asked;
  std::vector<writer_actor> writers;
  for (int n = 0; n < 3; ++n) {
    asked.push_back(std::make_shared<std::atomic<int>>(0));
    writers.push_back(system.spawn(count_questions, asked.back()));
  }
  for (const auto& send : canaries(system, {}, writers)) {
    std::promise<void> back;
    send([&] { back.set_value(); });
    REQUIRE(back.get_future().wait_for(std::chrono::seconds{30}) == std::future_status::ready);
  }
  for (const auto& one : asked)
    CHECK(*one == 1);
}
