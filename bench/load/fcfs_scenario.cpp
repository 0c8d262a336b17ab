#include "bench/load/request_text.hpp"
#include "bench/load/sale_check.hpp"
#include "bench/load/scenario.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace frontrow::load {

namespace {

using json = nlohmann::json;

enum operation : std::size_t { prepare_call, join_call, check_call };

constexpr std::size_t repeats_max = 200;

struct booking {
  std::uint64_t seat;
  std::uint64_t sequence;
};

std::optional<booking> booking_in(std::string_view body) {
  const auto read = json::parse(body, nullptr, false);
  const auto seat = read.is_object() ? read.value("seat", json{}) : json{};
  if (!seat.is_object() || !seat.value("id", json{}).is_number_unsigned())
    return {};
  const auto sequence = read.value("sequence", json{});
  return booking{seat["id"], sequence.is_number_unsigned() ? sequence.get<std::uint64_t>() : 0};
}

/// A crowd, each of whom joins once.
class fcfs_scenario final : public scenario {
public:
  explicit fcfs_scenario(stage& on) : on_{on}, host_{on.options.targets.front().host} {}

  void prepare() override {
    if (on_.options.seats != 0)
      reset();
    if (on_.options.is_checked)
      if (const auto taken = taken_seats())
        taken_before_ = static_cast<std::int64_t>(taken->size());
  }

  void arrive(std::uint64_t number, steady::time_point due) override {
    const auto user = on_.first_user + number;
    ++busy_;
    join(user, due, false);
  }

  bool is_settled() const override { return busy_ == 0; }

  findings check() override {
    findings found;
    if (const auto taken = taken_seats())
      sales_.compare(*taken, taken_before_);
    else
      sales_.complain("the seat list cannot be read");
    ask_winners_again();
    found.broken = sales_.complaints();
    found.notes.push_back(std::to_string(sales_.sales()) + " seats acknowledged, "
                          + std::to_string(sales_.unknowns()) + " outcomes unknown, "
                          + std::to_string(asked_again_) + " winners asked again");
    if (duplicates_ > 0 && duplicates_ + 1 >= joins_)
      found.notes.push_back("nearly all were duplicates: start the server with FCFS_GUARD_BY_IP=0, "
                            "or use --forwarded_for with trusted_proxies");
    return found;
  }

private:
  void reset() {
    if (on_.options.operator_token.empty())
      throw cannot_begin{"--seats needs --operator_token"};
    const auto body = json{{"seat_count", on_.options.seats}}.dump();
    const auto headers = header_line("X-Admin-Token", on_.options.operator_token);
    const auto got = on_.requests.ask(
        prepare_call, request_text("POST", "/api/v1/seats/reset", host_, headers, body));
    if (got.status != 200)
      throw cannot_begin{"the seats could not be reset: " + std::to_string(got.status) + " "
                         + reason_of(got.status, got.body)};
  }

  std::string join_text(std::uint64_t user) const {
    const auto number = std::to_string(user);
    auto headers = header_line("X-User-Id", "load-" + number) + proof_of(on_, "load-" + number);
    if (on_.options.sends_forwarded)
      headers += header_line("X-Forwarded-For", "10." + std::to_string((user >> 16) & 255) + "."
                                                    + std::to_string((user >> 8) & 255) + "."
                                                    + std::to_string(user & 255));
    return request_text("POST", "/fcfs/join", host_, headers,
                        R"({"user_name":"User )" + number + R"(","phone":"010-0000-0000"})");
  }

  void join(std::uint64_t user, steady::time_point due, bool is_retry) {
    on_.requests.send({.operation = join_call,
                       .bytes = join_text(user),
                       .due = due,
                       .done = [this, user, due, is_retry](const answer& got) {
                         answered(user, due, got, is_retry);
                       }});
  }

  void answered(std::uint64_t user, steady::time_point due, const answer& got, bool is_retry) {
    if (got.is_lost() && steady::now() < on_.give_up) {
      on_.requests.at(steady::now() + little_while(on_),
                      [this, user, due] { join(user, due, true); });
      return;
    }
    --busy_;
    ++joins_;
    if (got.is_lost() || got.status >= 500)
      return sales_.unknown();
    if (got.is_success())
      return won(user, got.body);
    const auto reason = reason_of(got.status, got.body);
    duplicates_ += reason == "duplicate" ? 1 : 0;
    if (!is_retry)
      return;
    // The attempt that got no answer may have been the one that won.
    if (reason == "already_reserved" && booking_in(got.body))
      won(user, got.body);
    else if (reason == "already_reserved" || reason == "duplicate")
      sales_.unknown();
  }

  void won(std::uint64_t user, std::string_view body) {
    const auto booked = booking_in(body);
    if (!booked)
      return sales_.complain("a success names no seat: " + std::string{body.substr(0, 200)});
    sales_.sold(booked->seat, user);
    const auto [at, is_new] = sequences_.emplace(booked->sequence, user);
    if (booked->sequence != 0 && !is_new && at->second != user)
      sales_.complain("sequence " + std::to_string(booked->sequence) + " was handed out twice");
  }

  std::optional<std::unordered_set<std::uint64_t>> taken_seats() {
    const auto got
        = ask_until_answered(on_, check_call, request_text("GET", "/api/v1/seats", host_));
    const auto read = json::parse(got.body, nullptr, false);
    if (got.status != 200 || !read.is_object() || !read.value("seats", json{}).is_array())
      return {};
    std::unordered_set<std::uint64_t> taken;
    for (const auto& seat : read["seats"])
      if (seat.value("status", false))
        taken.insert(seat.value("id", std::uint64_t{0}));
    return taken;
  }

  /// Who has a seat gets no second one.
  void ask_winners_again() {
    for (const auto& [seat, user] : sales_.buyers()) {
      if (asked_again_ == repeats_max)
        return;
      const auto got = ask_until_answered(on_, check_call, join_text(user));
      const auto reason = reason_of(got.status, got.body);
      const auto booked = booking_in(got.body);
      ++asked_again_;
      if (got.status != 409 || (reason != "duplicate" && reason != "already_reserved"))
        sales_.complain("user " + std::to_string(user) + ", who has seat " + std::to_string(seat)
                        + ", asked again and was told " + std::to_string(got.status) + " "
                        + reason);
      else if (booked && booked->seat != seat)
        sales_.complain("user " + std::to_string(user) + " was told seat " + std::to_string(seat)
                        + " and later seat " + std::to_string(booked->seat));
    }
  }

  stage& on_;
  std::string host_;
  sale_check sales_;
  std::unordered_map<std::uint64_t, std::uint64_t> sequences_; // sequence -> user
  std::int64_t taken_before_ = -1;
  std::uint64_t busy_ = 0;
  std::uint64_t joins_ = 0;
  std::uint64_t duplicates_ = 0;
  std::size_t asked_again_ = 0;
};

} // namespace

std::unique_ptr<scenario> make_fcfs(stage& on) {
  return std::make_unique<fcfs_scenario>(on);
}

} // namespace frontrow::load
