#include "bench/load/new_schedule.hpp"
#include "bench/load/onsale_check.hpp"
#include "bench/load/request_text.hpp"
#include "bench/load/scenario.hpp"
#include "bench/load/seat_map.hpp"
#include "bench/load/shopper.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <deque>

namespace frontrow::load {

namespace {

using json = nlohmann::json;
using stand = shopper::stand;

enum operation : std::size_t {
  prepare_call,
  token_call,
  status_call,
  map_call,
  reserve_call,
  charge_call,
  confirm_call,
  cancel_call,
  leave_call,
  check_call,
};

constexpr double gives_up = 0.03;     // at each step
constexpr double is_impatient = 0.05; // asks again with the same key before the answer can be there
constexpr double changes_mind = 0.05; // cancels what it paid for
constexpr unsigned reserve_tries = 8;

/// People who queue, choose, reserve and pay, and some who do not get so far.
class onsale_scenario final : public scenario {
public:
  explicit onsale_scenario(stage& on) : on_{on}, host_{on.options.targets.front().host} {}

  void prepare() override {
    schedule_
        = on_.options.schedule != 0 ? on_.options.schedule : make_new_schedule(on_, prepare_call);
    map_path_ = "/api/schedules/" + std::to_string(schedule_) + "/seats";
  }

  void arrive(std::uint64_t number, steady::time_point due) override {
    auto& who = shoppers_.emplace_back(shopper{.user = on_.first_user + number, .patience = 20});
    ++busy_;
    send(token_call, due,
         request_text("POST",
                      "/api/queue/tokens?userId=" + std::to_string(who.user)
                          + "&scheduleId=" + std::to_string(schedule_),
                      host_, proof_of(on_, std::to_string(who.user))),
         [this, &who](const answer& got) { in_line(who, got); });
  }

  bool is_settled() const override { return busy_ == 0; }

  findings check() override {
    return check_onsale(on_, check_call, map_path_, shoppers_, on_.options.schedule == 0);
  }

private:
  using handler = std::function<void(const answer&)>;

  void send(std::size_t operation, steady::time_point due, std::string bytes, handler done,
            bool is_hasty = false) {
    send_until_answered(on_, {.operation = operation,
                              .bytes = std::move(bytes),
                              .due = due,
                              .done = std::move(done),
                              .patience = milliseconds{is_hasty ? 2 : 0}});
  }

  std::string post(const shopper& who, const std::string& path, const std::string& key,
                   const json& body) {
    const auto headers
        = header_line("X-Queue-Token", who.token) + proof_of(on_, std::to_string(who.user))
          + header_line("Idempotency-Key", "load-" + std::to_string(who.user) + "-" + key);
    return request_text("POST", path, host_, headers, body.dump());
  }

  std::string get(const shopper& who, const std::string& path, std::string_view method = "GET") {
    return request_text(method, path, host_,
                        header_line("X-Queue-Token", who.token)
                            + proof_of(on_, std::to_string(who.user)));
  }

  void after(milliseconds wait, std::function<void()> act) {
    on_.requests.at(steady::now() + wait, std::move(act));
  }

  /// A server that is too busy is asked again after a while, with the same bytes; gives whether.
  bool waits_for_busy(shopper& who, const answer& got, std::function<void()> again) {
    const bool is_busy = got.status == 429 || got.status == 503 || got.status == 504
                         || reason_of(got.status, got.body) == "idempotency_in_progress";
    if (!is_busy || who.patience == 0 || steady::now() >= on_.give_up)
      return false;
    --who.patience;
    after(3 * little_while(on_), std::move(again));
    return true;
  }

  void in_line(shopper& who, const answer& got) {
    if (got.is_lost() || got.status != 200)
      return end(who);
    if (const auto token = cookie_value(got.response->header("set-cookie"), "tokenId");
        !token.empty())
      who.token = token;
    const auto read = json::parse(got.body, nullptr, false);
    const auto status = read.is_object() ? read.value("queueStatus", "") : "";
    if (status == "ACTIVE")
      return look(who);
    if (status != "WAIT" || happens(on_, gives_up) || steady::now() >= on_.give_up)
      return leave(who);
    const auto poll = std::clamp<std::int64_t>(read.value("pollAfterSeconds", 1), 1, 10);
    after(milliseconds{poll * 1'000}, [this, &who] {
      send(status_call, steady::now(),
           get(who, "/api/queue/status?scheduleId=" + std::to_string(schedule_)),
           [this, &who](const answer& told) { in_line(who, told); });
    });
  }

  void look(shopper& who) {
    if (happens(on_, gives_up))
      return leave(who);
    send(map_call, steady::now(), get(who, map_path_), [this, &who](const answer& got) {
      const auto seat = got.status == 200 ? pick_free_seat(got.body, on_.chance) : std::nullopt;
      if (!seat)
        return leave(who);
      who.seat = seat->seat;
      who.price = seat->price;
      ++who.tries;
      reserve(who, happens(on_, is_impatient));
    });
  }

  void reserve(shopper& who, bool is_hasty) {
    auto bytes = post(who, "/api/reservations", "reserve-" + std::to_string(who.tries),
                      {{"userId", who.user},
                       {"concertScheduleId", schedule_},
                       {"seatId", who.seat},
                       {"price", who.price}});
    send(
        reserve_call, steady::now(), std::move(bytes),
        [this, &who](const answer& got) { reserved(who, got); }, is_hasty);
  }

  void reserved(shopper& who, const answer& got) {
    if (waits_for_busy(who, got, [this, &who] { reserve(who, false); }))
      return;
    const auto read = json::parse(got.body, nullptr, false);
    if (got.status == 200 && read.is_object()) {
      who.reservation = read.value("reservationId", "");
      who.stands = stand::held;
      // Some vanish and leave the hold to its deadline, some are polite.
      if (happens(on_, gives_up))
        return happens(on_, 0.5) ? end(who) : cancel(who);
      return charge(who, happens(on_, is_impatient));
    }
    const bool tries_on = got.status == 409 && who.tries < reserve_tries;
    return tries_on ? look(who) : leave(who);
  }

  void charge(shopper& who, bool is_hasty) {
    auto bytes = post(who, "/api/users/" + std::to_string(who.user) + "/point/charge", "charge",
                      {{"amount", who.price}});
    send(
        charge_call, steady::now(), std::move(bytes),
        [this, &who](const answer& got) {
          if (waits_for_busy(who, got, [this, &who] { charge(who, false); }))
            return;
          who.is_money_unknown = got.is_lost() || got.status >= 500;
          if (got.status != 200)
            return end(who);
          who.charged = who.price;
          if (happens(on_, gives_up))
            return cancel(who);
          confirm(who, happens(on_, is_impatient));
        },
        is_hasty);
  }

  void confirm(shopper& who, bool is_hasty) {
    who.stands = stand::asked_confirm;
    auto bytes
        = post(who, "/api/reservations/" + who.reservation + "/confirm", "confirm", json::object());
    send(
        confirm_call, steady::now(), std::move(bytes),
        [this, &who](const answer& got) { confirmed(who, got); }, is_hasty);
  }

  void confirmed(shopper& who, const answer& got) {
    if (waits_for_busy(who, got, [this, &who] { confirm(who, false); }))
      return;
    if (got.is_lost() || got.status >= 500) {
      who.is_money_unknown = true;
      return end(who);
    }
    if (got.status != 200) {
      // Refused: it is as it was, or its time is over.
      who.stands = got.status == 410 ? stand::nothing : stand::held;
      return end(who);
    }
    who.stands = stand::confirmed;
    who.paid = who.price;
    if (happens(on_, changes_mind))
      return cancel(who);
    end(who);
  }

  void cancel(shopper& who) {
    const bool was_paid = who.stands == stand::confirmed;
    who.stands = stand::asked_cancel;
    auto bytes
        = post(who, "/api/reservations/" + who.reservation + "/cancel", "cancel", json::object());
    send(cancel_call, steady::now(), std::move(bytes), [this, &who, was_paid](const answer& got) {
      const auto before = was_paid ? stand::confirmed : stand::held;
      const auto again = [this, &who, before] {
        who.stands = before;
        cancel(who);
      };
      if (waits_for_busy(who, got, again))
        return;
      if (got.status == 200) {
        who.stands = stand::cancelled;
        who.paid = 0;
      } else if (got.is_lost() || got.status >= 500) {
        who.is_money_unknown = was_paid;
      } else {
        who.stands = got.status == 410 ? stand::nothing : before;
      }
      end(who);
    });
  }

  void leave(shopper& who) {
    if (who.token.empty())
      return end(who);
    send(leave_call, steady::now(),
         get(who, "/api/queue/tokens?scheduleId=" + std::to_string(schedule_), "DELETE"),
         [this, &who](const answer&) { end(who); });
  }

  void end(shopper&) { --busy_; }

  stage& on_;
  std::string host_;
  std::string map_path_;
  std::uint64_t schedule_ = 0;
  std::deque<shopper> shoppers_; // stays where it is: calls under way refer to it
  std::uint64_t busy_ = 0;
};

} // namespace

std::unique_ptr<scenario> make_onsale(stage& on) {
  return std::make_unique<onsale_scenario>(on);
}

} // namespace frontrow::load
