#pragma once

#include "tests/actors/doors.hpp"
#include "tests/actors/queue/forgetful_lines.hpp"

namespace frontrow::test {

inline schedule_row show_with_room(std::uint32_t active_max) {
  auto show = show_of(50);
  show.concurrent_user_max = active_max;
  return show;
}

/// A waiting room whose line is kept where it may be lost.
struct mirror_bench : doors {
  explicit mirror_bench(std::uint32_t active_max = 1) : doors{show_with_room(active_max)} {
    auto made = std::make_shared<backstage>(*stage);
    made->lines = spawn(keep_forgetful_lines, lines);
    made->on_line = [this](const line_news& what) {
      said.push_back(what);
    };
    stage = made;
    restart();
  }

  auto entering(std::uint64_t user, const queue_ticket& with = {}) {
    return ask<queue_ticket>(queues, enter_queue{evening, user_id{user}, with.token, with.place});
  }
  auto enter(std::uint64_t user, const queue_ticket& with = {}) {
    return answer<queue_ticket>(queues,
                                enter_queue{evening, user_id{user}, with.token, with.place});
  }
  std::vector<queue_ticket> enter_all(std::uint64_t count) {
    std::vector<queue_ticket> tickets;
    for (std::uint64_t user = 1; user <= count; ++user)
      tickets.push_back(*enter(user));
    return tickets;
  }
  auto look(const queue_ticket& t) {
    return answer<queue_ticket>(queues, ask_queue{evening, t.token, {}, t.place});
  }
  auto leave(const queue_ticket& t) {
    return answer<queue_ticket>(queues, leave_queue{evening, t.token, {}, t.place});
  }
  auto use(const queue_ticket& t) {
    return answer<token_check>(queues, use_token{evening, t.place.user, t.token, t.place});
  }
  std::uint64_t active_kept() {
    std::uint64_t count = 0;
    for (const auto& [place, t] : lines->lines[evening].rows)
      count += t.is == token_row::state::active ? 1 : 0;
    return count;
  }
  std::vector<line_news::kind> kinds() {
    std::vector<line_news::kind> all;
    for (const auto& each : said)
      all.push_back(each.what);
    return all;
  }

  std::shared_ptr<forgetful_lines> lines = std::make_shared<forgetful_lines>();
  std::vector<line_news> said;
};

} // namespace frontrow::test
