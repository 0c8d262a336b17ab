#include "tests/bench/fake_hall.hpp"

#include <nlohmann/json.hpp>

namespace frontrow::test {

namespace {

using json = nlohmann::json;

constexpr std::int64_t price = 1'000;

fake_response refuse(unsigned status, const char* reason) {
  return {status, json{{"success", false}, {"reason", reason}}.dump()};
}

fake_response grant(const json& body, unsigned status = 200) {
  return {status, body.dump()};
}

} // namespace

fake_hall::fake_hall(std::uint64_t seats, hall_faults faults) : seats_{seats}, faults_{faults} {
}

std::optional<fake_response> fake_hall::answer(const fake_request& request) {
  const auto key = request.header("Idempotency-Key");
  const auto kept = answers_.find(key);
  const bool is_replay = !key.empty() && !faults_.ignores_keys && kept != answers_.end();
  const auto response = is_replay ? kept->second : route(request);
  if (!key.empty())
    answers_[key] = response;
  const bool is_write = request.method == "POST" && !request.target.ends_with("/schedules");
  if (is_write && faults_.lost_answers != 0 && ++writes_ % faults_.lost_answers == 0)
    return {};
  return response;
}

fake_response fake_hall::route(const fake_request& request) {
  const auto path = request.target.substr(0, request.target.find('?'));
  const auto is = [&](const char* method, std::string_view wanted) {
    return request.method == method && path == wanted;
  };
  if (is("POST", "/fcfs/join"))
    return join(request);
  if (is("GET", "/api/v1/seats"))
    return seat_list();
  if (is("POST", "/api/concerts"))
    return grant({{"concertId", 7}}, 201);
  if (is("POST", "/api/concerts/7/schedules"))
    return grant({{"scheduleId", 9}, {"seats", seats_}}, 201);
  if (is("POST", "/api/queue/tokens"))
    return {200, R"({"queueStatus":"ACTIVE"})", "Set-Cookie: tokenId=t; HttpOnly\r\n"};
  if (is("DELETE", "/api/queue/tokens"))
    return {204, ""};
  if (is("GET", "/api/schedules/9/seats"))
    return seat_map();
  if (is("POST", "/api/reservations"))
    return reserve(json::parse(request.body));
  if (path.starts_with("/api/reservations/")) {
    const auto rest = path.substr(18);
    const auto slash = rest.find('/');
    return slash == rest.npos ? read_reservation(rest)
                              : finish(rest.substr(0, slash), rest.substr(slash + 1));
  }
  return path.starts_with("/api/users/") ? user_call(request, path) : refuse(404, "not_found");
}

fake_response fake_hall::join(const fake_request& request) {
  const auto user = request.header("X-User-Id");
  if (winners_.contains(user))
    return refuse(409, "duplicate");
  if (!faults_.sells_twice && winners_.size() == seats_)
    return refuse(409, "sold_out");
  const auto seat = faults_.sells_twice ? 1 : winners_.size() + 1;
  winners_[user] = seat;
  sold_.insert(seat);
  return grant(
      {{"success", true}, {"seat", {{"id", seat}, {"status", true}}}, {"sequence", ++sequence_}});
}

fake_response fake_hall::seat_list() const {
  json seats = json::array();
  for (std::uint64_t seat = 1; seat <= seats_; ++seat)
    seats.push_back({{"id", seat}, {"status", !faults_.forgets_sales && sold_.contains(seat)}});
  return grant({{"success", true}, {"seats", seats}});
}

fake_response fake_hall::seat_map() const {
  json seats = json::array();
  for (std::uint64_t seat = 1; seat <= seats_; ++seat) {
    // Who would sell a seat twice must offer it twice, however fast the buyers are.
    const auto* taken = held_.contains(seat) && !faults_.sells_twice ? "HELD" : "AVAILABLE";
    const bool is_sold = !faults_.forgets_sales && !faults_.sells_twice && sold_.contains(seat);
    seats.push_back({{"seatId", seat}, {"price", price}, {"status", is_sold ? "SOLD" : taken}});
  }
  return grant({{"seats", seats}});
}

fake_response fake_hall::reserve(const json& wish) {
  const auto seat = wish["seatId"].get<std::uint64_t>();
  if (!faults_.sells_twice && (held_.contains(seat) || sold_.contains(seat)))
    return refuse(409, "seat_taken");
  held_.insert(seat);
  const auto id = "R" + std::to_string(reservations_.size());
  reservations_[id] = {wish["userId"], seat, "PREEMPTED"};
  return grant({{"reservationId", id}, {"status", "PREEMPTED"}, {"seatNumber", seat}});
}

fake_response fake_hall::finish(const std::string& id, const std::string& verb) {
  auto& one = reservations_.at(id);
  held_.erase(one.seat);
  if (verb == "confirm") {
    book(one.user, "PAYMENT", price + (faults_.loses_money ? 1 : 0));
    sold_.insert(one.seat);
    one.status = "CONFIRMED";
  } else {
    if (one.status == "CONFIRMED")
      book(one.user, "REFUND", price);
    sold_.erase(one.seat);
    one.status = "CANCELLED";
  }
  return grant({{"reservationId", id}, {"status", one.status}});
}

fake_response fake_hall::read_reservation(const std::string& id) const {
  const auto& one = reservations_.at(id);
  return grant({{"userId", one.user},
                {"seatId", one.seat},
                {"status", faults_.forgets_sales ? "EXPIRED" : one.status}});
}

fake_response fake_hall::user_call(const fake_request& request, const std::string& path) {
  const auto user = std::stoull(path.substr(11));
  if (path.ends_with("/charge"))
    book(user, "CHARGE", json::parse(request.body)["amount"]);
  const auto& one = wallets_[user];
  if (path.ends_with("/history"))
    return {200, R"({"entries":[)" + one.entries + R"(],"next":null})"};
  return grant({{"userId", user}, {"balance", one.balance}});
}

void fake_hall::book(std::uint64_t user, const char* type, std::int64_t amount) {
  auto& one = wallets_[user];
  const std::string_view name{type};
  one.balance += name == "PAYMENT" ? -amount : amount;
  const json entry = {{"type", type}, {"amount", amount}, {"balance", one.balance}};
  one.entries = entry.dump() + (one.entries.empty() ? "" : ",") + one.entries;
}

} // namespace frontrow::test
