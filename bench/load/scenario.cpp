#include "bench/load/scenario.hpp"

#include "bench/load/request_text.hpp"

namespace frontrow::load {

std::vector<std::string> operations_of(const std::string& scenario) {
  if (scenario == "fcfs")
    return {"prepare", "join", "check"};
  if (scenario == "onsale")
    return {"prepare", "token",   "status", "map",   "reserve",
            "charge",  "confirm", "cancel", "leave", "check"};
  return {"prepare", "seats", "map", "status", "check"};
}

std::unique_ptr<scenario> make_scenario(stage& on) {
  if (on.options.scenario == "fcfs")
    return make_fcfs(on);
  if (on.options.scenario == "onsale")
    return make_onsale(on);
  return make_reads(on);
}

std::string proof_of(const stage& on, const std::string& user) {
  return on.tokens ? header_line("Authorization", on.tokens->authorization(user)) : "";
}

void send_until_answered(stage& on, call what) {
  auto again = what;
  what.done = [&on, again = std::move(again)](const answer& got) {
    if (!got.is_lost() || steady::now() >= on.give_up)
      return again.done(got);
    on.requests.at(steady::now() + little_while(on), [&on, next = again] {
      // An impatient user is so only once, and its latency counts from asking again: that the
      // first answer did not come in time was its own wish.
      auto patient = next;
      if (patient.patience.count() != 0)
        patient.due = steady::now();
      patient.patience = {};
      send_until_answered(on, patient);
    });
  };
  on.requests.send(std::move(what));
}

reply ask_until_answered(stage& on, std::size_t operation, const std::string& bytes) {
  auto got = on.requests.ask(operation, bytes);
  while (got.status == 0 && steady::now() < on.give_up) {
    const auto pause = steady::now() + little_while(on);
    while (steady::now() < pause)
      on.requests.turn(pause);
    got = on.requests.ask(operation, bytes);
  }
  return got;
}

bool happens(stage& on, double probability) {
  return std::uniform_real_distribution{0.0, 1.0}(on.chance) < probability;
}

milliseconds little_while(stage& on) {
  return milliseconds{std::uniform_int_distribution{100, 300}(on.chance)};
}

} // namespace frontrow::load
