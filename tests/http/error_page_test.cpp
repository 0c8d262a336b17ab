#include "http/error_page.hpp"

#include "tests/http/support/caller.hpp"

#include <caf/sec.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace frontrow;
using namespace frontrow::test;
using namespace frontrow::http;

TEST_CASE("the path tells the face") {
  for (const auto path : {"/fcfs", "/fcfs/join", "/fcfs/nothing", "/api/v1", "/api/v1/seats"})
    CHECK(face_of(path) == face::fcfs);
  for (const auto path : {"/", "/fcfsx", "/api", "/api/v12", "/api/queue/tokens", "/docs"})
    CHECK(face_of(path) == face::concert);
}

TEST_CASE("every row prints as a problem and as a failure") {
  for (const auto& row : error_table()) {
    const complaint no
        = row.no != refusal::none ? complaint{row.no} : complaint{row.what, "this time"};
    INFO(row.code);
    const auto problem = print_complaint(test::get("/api/x").get(), no);
    CHECK(problem.status == row.status);
    CHECK(problem.content_type == "application/problem+json");
    const auto said = nlohmann::json::parse(problem.body);
    CHECK(said["code"] == row.code);
    CHECK(said["status"] == row.status);
    for (const auto member : {"type", "title", "detail", "instance"})
      CHECK_FALSE(said[member].get<std::string>().empty());

    const auto failure = print_complaint(test::get("/fcfs/x").get(), no);
    CHECK(failure.status == row.status);
    const auto told = nlohmann::json::parse(failure.body);
    CHECK(told["success"] == false);
    CHECK(told["reason"] == row.reason);
    CHECK_FALSE(told["message"].get<std::string>().empty());
  }
}

TEST_CASE("failures of an ask have their rows") {
  CHECK(trouble_of(store_failure::unavailable) == trouble::service_unavailable);
  CHECK(trouble_of(store_failure::full) == trouble::storage_full);
  CHECK(trouble_of(store_failure::overloaded) == trouble::overloaded);
  CHECK(trouble_of(caf::sec::request_timeout) == trouble::deadline_exceeded);
  CHECK(trouble_of(caf::sec::runtime_error) == trouble::internal_error);
  CHECK(trouble_of(caf::sec::request_receiver_down) == trouble::service_unavailable);
}

TEST_CASE("the engine's errors carry its headers, and are wrapped where that is wanted") {
  auto from = test::get("/fcfs/join?wrap=1");
  const auto out = print_edge_error(from.get(), trouble::method_not_allowed, {}, "Allow: POST\r\n");
  CHECK(out.status == 405);
  CHECK(header_of(out, "Allow") == "POST");
  const auto said = nlohmann::json::parse(out.body);
  CHECK(said["gatewayWrapped"] == true);
  CHECK(said["status"] == 405);
  CHECK(said["body"]["reason"] == "validation");
}

TEST_CASE("what a client wrote into its path is escaped") {
  auto from = test::get("/api/\"\n\xff");
  const auto out = print_edge_error(from.get(), trouble::not_found);
  CHECK(nlohmann::json::parse(out.body)["instance"] == "/api/\"\n\xef\xbf\xbd");
}
