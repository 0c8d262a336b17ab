#include "http/error_page.hpp"

#include "actors/gate/guard_messages.hpp"
#include "actors/store/store_messages.hpp"
#include "http/fcfs/wrap.hpp"
#include "http/json/print.hpp"

#include <caf/sec.hpp>

#include <array>
#include <atomic>

namespace frontrow::http {
namespace {

/// By row of the table; longer than that has rows.
std::array<std::atomic<std::uint64_t>, 128> complaints;

void print_problem(std::string& out, const request& from, const complaint& no) {
  const auto& row = *no.row;
  json::object problem{out};
  problem.text("type", "/docs#" + std::string{row.code})
      .text("title", row.title)
      .number("status", row.status)
      .text("detail", no.detail.empty() ? row.detail : no.detail)
      .text("code", row.code)
      .text("instance", from.path)
      .more(no.members)
      .end();
}

void print_failure(std::string& out, const complaint& no) {
  const auto& row = *no.row;
  json::object failure{out};
  failure.truth("success", false)
      .text("reason", row.reason)
      .text("message", no.detail.empty() ? row.detail : no.detail)
      .more(no.members)
      .end();
}

} // namespace

face face_of(std::string_view path) {
  const auto is_under = [path](std::string_view root) {
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
  };
  return is_under("/fcfs") || is_under("/api/v1") ? face::fcfs : face::concert;
}

std::vector<std::pair<std::string_view, std::uint64_t>> complaints_counted() {
  std::vector<std::pair<std::string_view, std::uint64_t>> all;
  const auto table = error_table();
  for (std::size_t i = 0; i < table.size(); ++i)
    all.emplace_back(table[i].code, complaints[i].load(std::memory_order_relaxed));
  return all;
}

trouble trouble_of(const caf::error& why) {
  // Who waited at an actor that ended, mostly for want of the store, was not heard: not a bug of
  // his request, which may be tried again.
  if (why == store_failure::unavailable || why == caf::sec::request_receiver_down)
    return trouble::service_unavailable;
  if (why == store_failure::full)
    return trouble::storage_full;
  if (why == store_failure::overloaded)
    return trouble::overloaded;
  if (why == guard_failure::unavailable)
    return trouble::service_unavailable;
  if (why == guard_failure::failed)
    return trouble::redis_error;
  if (why == guard_failure::no_number)
    return trouble::sequence_unavailable;
  if (why == guard_failure::overloaded)
    return trouble::overloaded;
  if (why == caf::sec::request_timeout)
    return trouble::deadline_exceeded;
  return trouble::internal_error;
}

response print_complaint(const request& from, const complaint& no) {
  response out;
  const auto index = static_cast<std::size_t>(no.row - error_table().data());
  complaints[index].fetch_add(1, std::memory_order_relaxed);
  out.status = no.row->status;
  out.headers = no.headers;
  if (const auto wait = no.retry_after != 0 ? no.retry_after : no.row->retry_after)
    out.headers += "Retry-After: " + std::to_string(wait) + "\r\n";
  if (face_of(from.path) == face::fcfs) {
    print_failure(out.body, no);
    return out;
  }
  out.content_type = "application/problem+json";
  print_problem(out.body, from, no);
  return out;
}

response print_edge_error(const request& from, trouble what, std::string detail,
                          std::string headers) {
  complaint no{what, std::move(detail)};
  no.headers = std::move(headers);
  auto out = print_complaint(from, no);
  if (face_of(from.path) == face::fcfs && fcfs::wants_wrap(from))
    fcfs::wrap(out, from, {});
  return out;
}

} // namespace frontrow::http
