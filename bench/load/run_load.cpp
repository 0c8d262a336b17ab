#include "bench/load/run_load.hpp"

#include "bench/load/arrivals.hpp"
#include "bench/load/engine.hpp"
#include "bench/load/load_options.hpp"
#include "bench/load/report.hpp"
#include "bench/load/scenario.hpp"

#include <fstream>
#include <iostream>

#include <sys/resource.h>
#include <unistd.h>

namespace frontrow::load {

namespace {

constexpr auto turn_longest = std::chrono::milliseconds{10};

double seconds_between(steady::time_point from, steady::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Prints where the run stands once a second: in place on a terminal, else a line each.
class progress {
public:
  progress(const tally& counts, steady::time_point start) : counts_{counts}, start_{start} {}
  ~progress() {
    if (is_terminal_ && printed_ != 0)
      std::cerr << "\n";
  }
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void show(steady::time_point now, std::uint64_t arrived, std::size_t in_flight) {
    if (now - start_ < std::chrono::seconds{printed_ + 1})
      return;
    ++printed_;
    const auto total = counts_.total();
    std::cerr << (is_terminal_ ? "\r\x1b[K" : "")
              << progress_line(seconds_between(start_, now), arrived, in_flight, total, answers_)
              << (is_terminal_ ? "" : "\n") << std::flush;
    answers_ = total.latency.count();
  }

private:
  const tally& counts_;
  steady::time_point start_;
  bool is_terminal_ = ::isatty(STDERR_FILENO) != 0;
  std::int64_t printed_ = 0;
  std::uint64_t answers_ = 0;
};

/// One run from the first arrival until all is settled or the time for that is over.
class run {
public:
  run(stage& on, scenario& what, tally& counts)
      : on_{on}, what_{what}, start_{steady::now()}, progress_{counts, start_} {
    stop_ = start_ + on.options.duration;
    on_.give_up = stop_ + on.options.settle;
  }

  void drive() {
    const auto& options = on_.options;
    const auto most = options.users != 0 ? options.users : ~std::uint64_t{0};
    if (options.rate == 0)
      arrive_when_free(most);
    else
      arrive_on_time(most);
    // An answer may come up to one time-out after the last retry.
    const auto end = on_.give_up + options.patience + std::chrono::seconds{1};
    while (!what_.is_settled() && steady::now() < end)
      turn(steady::now() + turn_longest);
    is_settled_ = what_.is_settled();
    seconds_ = seconds_between(start_, steady::now());
  }

  std::uint64_t arrived() const { return arrived_; }
  double seconds() const { return seconds_; }
  bool is_settled() const { return is_settled_; }

private:
  void arrive_on_time(std::uint64_t most) {
    arrivals plan{on_.options.rate, on_.options.is_poisson, on_.options.seed};
    for (auto due = start_; arrived_ < most;) {
      due = start_ + plan.next();
      if (due >= stop_)
        break;
      while (steady::now() < due)
        turn(due);
      what_.arrive(arrived_++, due);
      plan.advance();
      // A late generator still looks at its answers.
      if (arrived_ % 64 == 0)
        turn(steady::now());
    }
  }

  void arrive_when_free(std::uint64_t most) {
    while (arrived_ < most && steady::now() < stop_) {
      while (arrived_ < most && on_.requests.has_free_connection())
        what_.arrive(arrived_++, steady::now());
      turn(steady::now() + turn_longest);
    }
  }

  void turn(steady::time_point until) {
    on_.requests.turn(until);
    progress_.show(steady::now(), arrived_, on_.requests.in_flight());
  }

  stage& on_;
  scenario& what_;
  steady::time_point start_;
  steady::time_point stop_;
  progress progress_;
  std::uint64_t arrived_ = 0;
  double seconds_ = 0;
  bool is_settled_ = false;
};

/// Numbers that no earlier run has used: microseconds since 1970.
std::uint64_t new_users() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

void allow_many_sockets() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Signs tokens that outlive the run.
std::optional<issuer> issuer_of(const load_options& options) {
  if (options.jwt_key.empty())
    return {};
  std::ifstream file{options.jwt_key};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto life = options.duration + 4 * options.settle + std::chrono::hours{1};
  auto found = issuer::from(
      text, {options.jwt_issuer, options.jwt_audience, std::chrono::system_clock::now() + life});
  if (!found)
    throw cannot_begin{"--jwt_key: there is no key set with a secret (kty oct) in "
                       + options.jwt_key};
  return found;
}

int run_scenario(const load_options& options) {
  for (const auto& each : options.targets)
    if (const auto trouble = trouble_with(each); !trouble.empty())
      throw cannot_begin{"--target: http://" + each.host + " cannot be reached: " + trouble};
  tally counts{operations_of(options.scenario)};
  engine requests{options.targets, options.connections, options.patience, counts};
  const auto first_user = options.first_user != 0 ? options.first_user : new_users();
  stage on{options, requests, first_user, std::mt19937_64{options.seed}};
  on.tokens = issuer_of(options);
  const auto what = make_scenario(on);
  what->prepare();

  run driven{on, *what, counts};
  driven.drive();
  on.give_up = steady::now() + options.settle;
  run_summary summary{
      options, counts, {}, driven.arrived(), first_user, driven.seconds(), driven.is_settled()};
  if (options.is_checked)
    summary.found = what->check();
  if (counts.total().latency.count() == 0)
    summary.found.broken.push_back("the server never answered");
  std::cout << report_text(summary);
  if (!options.json_file.empty()) {
    std::ofstream file{options.json_file};
    if (!(file << report_json(summary) << std::flush))
      throw cannot_begin{"--json: " + options.json_file + " cannot be written"};
  }
  return summary.holds() ? 0 : 1;
}

} // namespace

int run_load(const std::vector<std::string>& arguments) {
  const auto parsed = parse_load_options(arguments);
  if (!parsed.help.empty()) {
    std::cout << parsed.help;
    return 0;
  }
  if (!parsed.wrong.empty()) {
    std::cerr << "frontrow: load: " << parsed.wrong << "\n";
    return 2;
  }
  allow_many_sockets();
  try {
    return run_scenario(parsed.options);
  } catch (const std::exception& error) {
    std::cerr << "frontrow: load: " << error.what() << "\n";
    return 2;
  }
}

} // namespace frontrow::load
