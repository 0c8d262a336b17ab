#include "bench/load/onsale_check.hpp"

#include "bench/load/request_text.hpp"
#include "bench/load/sale_check.hpp"

#include <nlohmann/json.hpp>

namespace frontrow::load {

namespace {

using json = nlohmann::json;
using stand = shopper::stand;

/// The whole of what a shopper was told against the whole of what the server remembers.
class comparison {
public:
  comparison(stage& on, std::size_t operation)
      : on_{on}, operation_{operation}, host_{on.options.targets.front().host} {}

  void compare(const std::deque<shopper>& shoppers) {
    for (const auto& who : shoppers) {
      if (!who.reservation.empty())
        ask("/api/reservations/" + who.reservation, who.user,
            [this, &who](const json& told) { compare_reservation(who, told); });
      if (who.charged == 0)
        continue;
      const auto wallet = "/api/users/" + std::to_string(who.user) + "/point";
      ask(wallet, who.user, [this, &who](const json& told) { compare_balance(who, told); });
      ask(wallet + "/history?limit=100", who.user,
          [this, &who](const json& told) { compare_ledger(who, told); });
    }
    wait();
  }

  void compare_map(const std::string& path, bool is_alone) {
    ask(path, 0, [this, is_alone](const json& told) {
      std::unordered_set<std::uint64_t> sold;
      for (const auto& seat : told.value("seats", json::array()))
        if (seat.value("status", "") == "SOLD")
          sold.insert(seat.value("seatId", std::uint64_t{0}));
      sales_.compare(sold, is_alone ? 0 : -1);
    });
    wait();
  }

  findings result() const {
    return {sales_.complaints(),
            {std::to_string(sales_.sales()) + " seats sold, " + std::to_string(sales_.unknowns())
             + " outcomes unknown; " + std::to_string(reservations_) + " reservations and "
             + std::to_string(wallets_) + " wallets read back"}};
  }

private:
  /// @param user Whose business it is; 0: everybody's.
  template <class Handler>
  void ask(const std::string& path, std::uint64_t user, Handler handle) {
    ++pending_;
    const auto proof = user == 0 ? "" : proof_of(on_, std::to_string(user));
    send_until_answered(on_, {.operation = operation_,
                              .bytes = request_text("GET", path, host_, proof),
                              .due = steady::now(),
                              .done = [this, path, handle](const answer& got) {
                                --pending_;
                                const auto told = json::parse(got.body, nullptr, false);
                                if (got.status == 200 && told.is_object())
                                  handle(told);
                                else
                                  sales_.complain("GET " + path + " answered "
                                                  + std::to_string(got.status));
                              }});
  }

  /// Users of an earlier run have a history that this one does not know.
  bool is_new() const { return on_.options.first_user == 0; }

  void wait() {
    while (pending_ != 0)
      on_.requests.turn(steady::now() + milliseconds{10});
  }

  void compare_reservation(const shopper& who, const json& told) {
    ++reservations_;
    const auto status = told.value("status", "");
    const bool is_same = told.value("userId", std::uint64_t{0}) == who.user
                         && told.value("seatId", std::uint64_t{0}) == who.seat;
    const auto name = "reservation " + who.reservation;
    if (!is_same)
      sales_.complain(name + " has another seat or user than was acknowledged");
    if (who.stands == stand::confirmed && status != "CONFIRMED")
      sales_.complain(name + " was paid and is " + status);
    if (who.stands == stand::cancelled && status != "CANCELLED")
      sales_.complain(name + " was cancelled and is " + status);
    if (who.stands == stand::held && status != "PREEMPTED" && status != "EXPIRED")
      sales_.complain(name + " was only held and is " + status);
    // What was asked for without an answer is settled by what the server says now.
    if (status == "CONFIRMED")
      sales_.sold(who.seat, who.user);
  }

  void compare_balance(const shopper& who, const json& told) {
    ++wallets_;
    const auto balance = told.value("balance", std::int64_t{-1});
    if (balance < 0)
      sales_.complain("the balance of user " + std::to_string(who.user) + " is negative");
    if (is_new() && !who.is_money_unknown && balance != who.charged - who.paid)
      sales_.complain("user " + std::to_string(who.user) + " charged " + std::to_string(who.charged)
                      + ", paid " + std::to_string(who.paid) + " and has "
                      + std::to_string(balance));
  }

  void compare_ledger(const shopper& who, const json& told) {
    std::int64_t sum = 0;
    std::int64_t newest = -1;
    std::uint64_t charges = 0;
    for (const auto& entry : told.value("entries", json::array())) {
      const auto type = entry.value("type", "");
      const bool adds = type == "CHARGE" || type == "REFUND";
      const auto amount = entry.value("amount", std::int64_t{0});
      sum += adds ? amount : -amount;
      charges += type == "CHARGE" ? 1 : 0;
      if (newest < 0)
        newest = entry.value("balance", std::int64_t{-1});
    }
    const auto user = "user " + std::to_string(who.user);
    if (sum != newest)
      sales_.complain("the ledger of " + user + " sums to " + std::to_string(sum) + ", not to "
                      + std::to_string(newest));
    if (is_new() && charges > 1)
      sales_.complain(user + " was charged " + std::to_string(charges) + " times under one key");
  }

  stage& on_;
  std::size_t operation_;
  std::string host_;
  sale_check sales_;
  std::uint64_t pending_ = 0;
  std::uint64_t reservations_ = 0;
  std::uint64_t wallets_ = 0;
};

} // namespace

findings check_onsale(stage& on, std::size_t operation, const std::string& map_path,
                      const std::deque<shopper>& shoppers, bool is_alone) {
  comparison compared{on, operation};
  compared.compare(shoppers);
  compared.compare_map(map_path, is_alone);
  return compared.result();
}

} // namespace frontrow::load
