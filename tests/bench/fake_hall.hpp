#pragma once

#include "tests/support/fake_http_server.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

/// As much of the server as the load generator needs, in memory, with faults to order.
namespace frontrow::test {

struct hall_faults {
  unsigned lost_answers = 0;  // every so many-th write takes effect and is not answered
  bool sells_twice = false;   // gives the first seat to everybody
  bool forgets_sales = false; // reads say that nothing is taken
  bool loses_money = false;   // a payment takes one point too many
  bool ignores_keys = false;  // a repeated request takes effect again
};

class fake_hall {
public:
  fake_hall(std::uint64_t seats, hall_faults);

  std::optional<fake_response> answer(const fake_request&);
  std::size_t sold() const { return sold_.size(); }

private:
  struct reservation {
    std::uint64_t user;
    std::uint64_t seat;
    std::string status;
  };
  struct wallet {
    std::int64_t balance = 0;
    std::string entries{}; // JSON objects joined by commas, newest first
  };

  fake_response route(const fake_request&);
  fake_response join(const fake_request&);
  fake_response seat_list() const;
  fake_response seat_map() const;
  fake_response reserve(const nlohmann::json&);
  fake_response finish(const std::string& id, const std::string& verb);
  fake_response read_reservation(const std::string& id) const;
  fake_response user_call(const fake_request&, const std::string& path);
  void book(std::uint64_t user, const char* type, std::int64_t amount);

  std::uint64_t seats_;
  hall_faults faults_;
  std::uint64_t writes_ = 0;
  std::uint64_t sequence_ = 0;
  std::set<std::uint64_t> held_;
  std::set<std::uint64_t> sold_;
  std::map<std::string, std::uint64_t> winners_;
  std::map<std::string, reservation> reservations_;
  std::map<std::uint64_t, wallet> wallets_;
  std::map<std::string, fake_response> answers_; // by idempotency key
};

} // namespace frontrow::test
