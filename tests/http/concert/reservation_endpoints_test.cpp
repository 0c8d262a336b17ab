#include "http/concert/reservation_endpoints.hpp"

#include "http/text/ids.hpp"
#include "tests/http/support/caller.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace http::concert;

namespace {

constexpr auto body = R"({"userId":101,"concertScheduleId":500,"seatId":25,"price":150000})";
constexpr auto token = "0123456789abcdeffedcba9876543210";

reservation_row held() {
  reservation_row row;
  row.id = reservation_id{12345};
  row.version = 1;
  row.user = user_id{101};
  row.schedule = schedule_id{500};
  row.seat = seat_id{25};
  row.price = 150'000;
  row.created_at = noon();
  row.held_until = noon(300'000);
  return row;
}

nlohmann::json said(const http::response& out) {
  return nlohmann::json::parse(out.body);
}

} // namespace

TEST_CASE("a reservation is answered as the document shows") {
  caller server;
  server.says.done.reservation = held();
  const auto out = server.call(
      reserve, post("/api/reservations", body)
                   .with("Idempotency-Key", "\"7c9e6679-7425-40de-944b-e07fc1f90ae7\"")
                   .with("Cookie", std::string{"tokenId="} + token));
  CHECK(out.status == 200);
  CHECK(out.body
        == R"({"reservationId":"0000000000C1S","status":"PREEMPTED",)"
           R"("expiredAt":"2024-01-01T12:05:00","seatNumber":25,"concertScheduleId":500,)"
           R"("seatId":25,"price":150000,"expiresInSeconds":300})");
  const auto& asked = server.says.asked_command;
  CHECK(asked.what == operation::reserve);
  CHECK(asked.user == user_id{101});
  CHECK(asked.schedule == schedule_id{500});
  CHECK(asked.seat == seat_id{25});
  CHECK(asked.price == 150'000);
  CHECK(asked.key == "7c9e6679-7425-40de-944b-e07fc1f90ae7");
  CHECK(http::print_token(asked.token) == token);
}

TEST_CASE("a repeat is the same bytes and says that it is one") {
  caller server;
  server.says.done.reservation = held();
  auto wish = post("/api/reservations", body);
  wish.with("Idempotency-Key", "k");
  const auto first = server.call(reserve, wish);
  server.says.done.replayed = true;
  server.context.now = [] {
    return noon(60'000);
  };
  const auto second = server.call(reserve, wish);
  CHECK(first.body == second.body);
  CHECK(header_of(first, "Idempotent-Replayed").empty());
  CHECK(header_of(second, "Idempotent-Replayed") == "true");
}

TEST_CASE("ids may be decimal strings, and their spelling is part of the body") {
  caller server;
  server.call(reserve, post("/api/reservations", body).with("Idempotency-Key", "k"));
  const auto numbers = server.says.asked_command;
  server.call(reserve,
              post("/api/reservations",
                   R"({"userId":"101","concertScheduleId":"500","seatId":"25","price":150000})")
                  .with("Idempotency-Key", "k"));
  const auto strings = server.says.asked_command;
  CHECK(numbers.user == strings.user);
  CHECK(numbers.seat == strings.seat);
  CHECK_FALSE(numbers.body == strings.body);
}

TEST_CASE("without a good key nothing is reserved") {
  caller server;
  CHECK(said(server.call(reserve, post("/api/reservations", body)))["code"]
        == "idempotency_key_missing");
  for (const auto key : {"", "a b", "\"\""}) {
    const auto out
        = server.call(reserve, post("/api/reservations", body).with("Idempotency-Key", key));
    CHECK(out.status == 400);
    CHECK(said(out)["code"] == "idempotency_key_malformed");
  }
  CHECK(server.says.asked_command.key.empty());
}

TEST_CASE("a wish that cannot be is a 400 that names the member") {
  const auto [wrong, detail] = GENERATE(table<std::string, std::string>({
      {R"({"concertScheduleId":500,"seatId":25,"price":1})", "userId is missing"},
      {R"({"userId":101,"seatId":25,"price":1})", "concertScheduleId is missing"},
      {R"({"userId":101,"concertScheduleId":500,"price":1})", "seatId is missing"},
      {R"({"userId":101,"concertScheduleId":500,"seatId":25})", "price is missing"},
      {R"({"userId":0,"concertScheduleId":500,"seatId":25,"price":1})", "userId must be"},
      {R"({"userId":101,"concertScheduleId":500,"seatId":-1,"price":1})", "seatId must be"},
      {R"({"userId":101,"concertScheduleId":500,"seatId":25,"price":1.5})", "price must be"},
      {R"({"userId":101,"concertScheduleId":500,"seatId":25,"price":"1"})", "price must be"},
      {R"({"userId":101,"concertScheduleId":500,"seatId":25,"price":-1})", "price must be"},
  }));
  caller server;
  const auto out
      = server.call(reserve, post("/api/reservations", wrong).with("Idempotency-Key", "k"));
  CHECK(out.status == 400);
  CHECK(out.content_type == "application/problem+json");
  CHECK(said(out)["code"] == "validation");
  CHECK_THAT(said(out)["detail"].get<std::string>(), Catch::Contains(detail));
}

TEST_CASE("a seat number beyond all seats is not found") {
  caller server;
  const auto out = server.call(
      reserve, post("/api/reservations",
                    R"({"userId":101,"concertScheduleId":500,"seatId":4294967296,"price":1})")
                   .with("Idempotency-Key", "k"));
  CHECK(said(out)["code"] == "seat_not_found");
}

TEST_CASE("a token that cannot be read is not the same as none") {
  caller server;
  auto wish = post("/api/reservations", body);
  wish.with("Idempotency-Key", "k");
  server.call(reserve, wish);
  CHECK_FALSE(server.says.asked_command.token);
  server.call(reserve, wish.with("X-Queue-Token", "nonsense"));
  CHECK(server.says.asked_command.token);
}

TEST_CASE("refusals are problems with what their code adds") {
  caller server;
  server.says.done.no = refusal::price_changed;
  server.says.done.price = 160'000;
  const auto out
      = server.call(reserve, post("/api/reservations", body).with("Idempotency-Key", "k"));
  CHECK(out.status == 409);
  CHECK(said(out)
        == nlohmann::json{{"type", "/docs#price_changed"},
                          {"title", "The price is another"},
                          {"status", 409},
                          {"detail", "ask the buyer whether the real price is agreeable"},
                          {"code", "price_changed"},
                          {"instance", "/api/reservations"},
                          {"price", 160'000}});
  server.says.done = {};
  server.says.done.no = refusal::token_waiting;
  server.says.done.position = 7;
  server.says.done.wait_seconds = 120;
  const auto waiting
      = said(server.call(reserve, post("/api/reservations", body).with("Idempotency-Key", "k")));
  CHECK(waiting["position"] == 7);
  CHECK(waiting["estimatedWaitTime"] == 120);
}

TEST_CASE("confirming pays") {
  caller server;
  auto row = held();
  row.is = reservation_row::state::confirmed;
  row.paid_at = noon(60'000);
  server.says.done.reservation = row;
  server.says.done.balance = 50'000;
  for (const auto text : {"", "{}", R"({"userId":101})"}) {
    const auto out = server.call(confirm, post("/api/reservations/0000000000C1S/confirm", text)
                                              .argument("0000000000C1S")
                                              .with("Idempotency-Key", "k"));
    CHECK(out.body
          == R"({"reservationId":"0000000000C1S","status":"CONFIRMED","seatNumber":25,)"
             R"("concertScheduleId":500,"seatId":25,"price":150000,)"
             R"("paidAt":"2024-01-01T12:01:00","balance":50000})");
  }
  CHECK(server.says.asked_command.what == operation::confirm);
  CHECK(server.says.asked_command.reservation == reservation_id{12345});
  CHECK(server.says.asked_command.user == user_id{});
  CHECK(server.says.asked_command.caller == user_id{101});
}

TEST_CASE("cancelling says what went back") {
  caller server;
  auto row = held();
  row.is = reservation_row::state::cancelled;
  server.says.done.reservation = row;
  auto wish = post("/api/reservations/0000000000C1S/cancel", "");
  wish.argument("0000000000C1S").with("Idempotency-Key", "k");
  CHECK(said(server.call(cancel, wish))["refunded"] == 0);
  server.says.done.reservation.paid_at = noon(60'000);
  server.says.done.balance = 200'000;
  const auto refunded = said(server.call(cancel, wish));
  CHECK(refunded["status"] == "CANCELLED");
  CHECK(refunded["refunded"] == 150'000);
  CHECK(refunded["balance"] == 200'000);
}

TEST_CASE("an empty body and {} are the same request, another reservation is not") {
  caller server;
  const auto print_of = [&server](std::string id, std::string text) {
    server.call(confirm, post("/api/reservations/x/confirm", std::move(text))
                             .argument(std::move(id))
                             .with("Idempotency-Key", "k"));
    return server.says.asked_command.body;
  };
  CHECK(print_of("0000000000C1S", "") == print_of("0000000000c1s", " {} "));
  CHECK_FALSE(print_of("0000000000C1S", "") == print_of("0000000000C1T", ""));
}

TEST_CASE("a reservation nobody has is not found") {
  caller server;
  CHECK(said(server.call(read_reservation,
                         get("/api/reservations/TSID-12345").argument("TSID-12345")))["code"]
        == "reservation_not_found");
  CHECK(server.call(read_reservation, get("/api/reservations/x").argument("0000000000C1S")).status
        == 404);
}

TEST_CASE("a hold past its deadline is expired, whether or not anybody noticed") {
  caller server;
  server.says.reservation = held();
  auto wish = get("/api/reservations/0000000000C1S");
  wish.argument("0000000000C1S");
  server.context.now = [] {
    return noon(299'999);
  };
  CHECK(server.call(read_reservation, wish).body
        == R"({"reservationId":"0000000000C1S","userId":101,"seatNumber":25,)"
           R"("concertScheduleId":500,"seatId":25,"price":150000,"status":"PREEMPTED",)"
           R"("createdAt":"2024-01-01T12:00:00","expiredAt":"2024-01-01T12:05:00",)"
           R"("expiresInSeconds":1})");
  server.context.now = [] {
    return noon(300'000);
  };
  const auto late = said(server.call(read_reservation, wish));
  CHECK(late["status"] == "EXPIRED");
  CHECK_FALSE(late.contains("expiresInSeconds"));
}

TEST_CASE("a page says where the next begins, and the last that there is none") {
  caller server;
  server.says.reservations = {held(), held(), held()};
  server.says.reservations[1].id = reservation_id{12344};
  const auto page = said(server.call(list_user_reservations,
                                     get("/api/users/101/reservations?limit=2").argument("101")));
  CHECK(page["reservations"].size() == 2);
  CHECK(page["next"] == "0000000000C1R");
  CHECK(server.says.asked_reservations.limit == 3);
  server.call(list_user_reservations,
              get("/api/users/101/reservations?limit=2&cursor=0000000000C1R").argument("101"));
  CHECK(server.says.asked_reservations.before == reservation_id{12344});
  const auto last = said(server.call(list_user_reservations,
                                     get("/api/users/101/reservations?limit=3").argument("101")));
  CHECK(last["next"].is_null());
  for (const auto bad : {"limit=0", "limit=101", "limit=x", "cursor=7"})
    CHECK(server
              .call(list_user_reservations,
                    get(std::string{"/api/users/101/reservations?"} + bad).argument("101"))
              .status
          == 400);
}

TEST_CASE("with verified identities nobody acts for another") {
  caller server;
  server.context.how.auth = "jwt";
  auto wish = post("/api/reservations", body);
  wish.with("Idempotency-Key", "k");
  CHECK(server.call(reserve, wish).status == 401);
  wish.get().caller = user_id{102};
  CHECK(server.call(reserve, wish).status == 403);
  wish.get().caller = user_id{101};
  CHECK(server.call(reserve, wish).status == 200);
}
