#include "bench/load/new_schedule.hpp"
#include "bench/load/request_text.hpp"
#include "bench/load/scenario.hpp"

#include <array>

namespace frontrow::load {

namespace {

enum operation : std::size_t { prepare_call, seats_call, map_call, status_call, check_call };

/// Who only looks: the FCFS seat list, a seat map that the client has already, a place in line.
class reads_scenario final : public scenario {
public:
  explicit reads_scenario(stage& on) : on_{on}, host_{on.options.targets.front().host} {}

  void prepare() override {
    if (is_wanted("seats"))
      add(seats_call, request_text("GET", "/api/v1/seats", host_));
    if (!is_wanted("map") && !is_wanted("status"))
      return;
    auto schedule = on_.options.schedule;
    if (schedule == 0 && !on_.options.operator_token.empty())
      schedule = make_new_schedule(on_, prepare_call);
    if (schedule == 0 && on_.options.only.empty())
      return;
    if (schedule == 0)
      throw cannot_begin{"map and status need --schedule, or --operator_token to make one"};
    if (is_wanted("map"))
      add_map(std::to_string(schedule));
    if (is_wanted("status"))
      add_status(std::to_string(schedule));
  }

  void arrive(std::uint64_t number, steady::time_point due) override {
    const auto& wanted = calls_[number % count_];
    ++busy_;
    on_.requests.send({.operation = wanted.operation,
                       .bytes = wanted.bytes,
                       .due = due,
                       .done = [this](const answer&) {
                         --busy_;
                       }});
  }

  bool is_settled() const override { return busy_ == 0; }

  findings check() override { return {{}, {"nothing was sold, so there is nothing to check"}}; }

private:
  struct prepared_call {
    std::size_t operation = 0;
    std::string bytes{};
  };

  bool is_wanted(const std::string& what) const {
    return on_.options.only.empty() || on_.options.only == what;
  }

  void add(std::size_t operation, std::string bytes) {
    calls_[count_++] = {operation, std::move(bytes)};
  }

  void add_map(const std::string& schedule) {
    const auto path = "/api/schedules/" + schedule + "/seats";
    const auto got = on_.requests.ask(prepare_call, request_text("GET", path, host_));
    if (got.status != 200)
      throw cannot_begin{"GET " + path + " answered " + std::to_string(got.status)};
    const auto known = got.etag.empty() ? "" : header_line("If-None-Match", got.etag);
    add(map_call, request_text("GET", path, host_, known));
  }

  void add_status(const std::string& schedule) {
    const auto user = std::to_string(on_.first_user);
    const auto got = on_.requests.ask(
        prepare_call,
        request_text("POST", "/api/queue/tokens?userId=" + user + "&scheduleId=" + schedule, host_,
                     proof_of(on_, user)));
    const auto token = cookie_value(got.cookie, "tokenId");
    if (got.status != 200 || token.empty())
      throw cannot_begin{"no queue token was given: " + std::to_string(got.status) + " "
                         + reason_of(got.status, got.body)};
    add(status_call, request_text("GET", "/api/queue/status?scheduleId=" + schedule, host_,
                                  header_line("X-Queue-Token", token) + proof_of(on_, user)));
  }

  stage& on_;
  std::string host_;
  std::array<prepared_call, 3> calls_;
  std::size_t count_ = 0;
  std::uint64_t busy_ = 0;
};

} // namespace

std::unique_ptr<scenario> make_reads(stage& on) {
  return std::make_unique<reads_scenario>(on);
}

} // namespace frontrow::load
