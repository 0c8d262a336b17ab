#include "bench/load/new_schedule.hpp"

#include "bench/load/request_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace frontrow::load {

namespace {

using json = nlohmann::json;

constexpr std::uint64_t seats_per_row = 100;

std::uint64_t post(stage& on, std::size_t operation, const std::string& path, const json& body,
                   const char* id) {
  const auto headers = header_line("X-Admin-Token", on.options.operator_token);
  const auto got = on.requests.ask(
      operation, request_text("POST", path, on.options.targets.front().host, headers, body.dump()));
  const auto read = json::parse(got.body, nullptr, false);
  if (got.status != 201 || !read.is_object() || !read.contains(id))
    throw cannot_begin{"POST " + path + " answered " + std::to_string(got.status) + " "
                       + reason_of(got.status, got.body)};
  return read[id].is_string() ? std::stoull(read[id].get<std::string>())
                              : read[id].get<std::uint64_t>();
}

} // namespace

std::uint64_t make_new_schedule(stage& on, std::size_t operation) {
  const auto seats = on.options.seats != 0 ? on.options.seats : 1'000;
  const auto concert = post(on, operation, "/api/concerts",
                            {{"title", "Load"}, {"artist", "The Crowd"}}, "concertId");
  // Whole rows, and one shorter row at the end in a section of its own.
  json sections = json::array();
  const auto rows = seats / seats_per_row;
  if (rows != 0)
    sections.push_back(
        {{"name", "A"}, {"rows", rows}, {"seatsPerRow", seats_per_row}, {"price", 50'000}});
  if (const auto rest = seats % seats_per_row; rest != 0)
    sections.push_back({{"name", "B"}, {"rows", 1}, {"seatsPerRow", rest}, {"price", 30'000}});
  return post(on, operation, "/api/concerts/" + std::to_string(concert) + "/schedules",
              {{"startsAt", "2099-12-31T19:00:00"},
               {"maxConcurrentUser", on.options.active},
               {"sections", sections}},
              "scheduleId");
}

} // namespace frontrow::load
