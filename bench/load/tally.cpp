#include "bench/load/tally.hpp"

namespace frontrow::load {

namespace {

/// Both faces name the code within the first few members, as a plain word.
std::string_view word_after(std::string_view body, std::string_view key) {
  const auto at = body.find(key);
  if (at == body.npos)
    return {};
  auto begin = at + key.size();
  while (begin < body.size() && (body[begin] == ' ' || body[begin] == ':'))
    ++begin;
  if (begin >= body.size() || body[begin] != '"')
    return {};
  const auto end = body.find('"', begin + 1);
  return end == body.npos ? std::string_view{} : body.substr(begin + 1, end - begin - 1);
}

} // namespace

std::string reason_of(unsigned status, std::string_view body) {
  if (status < 400)
    return status == 0 ? "no answer" : "success";
  for (const std::string_view key : {"\"reason\"", "\"code\""})
    if (const auto word = word_after(body, key); !word.empty() && word.size() < 64)
      return std::string{word};
  return "http_" + std::to_string(status);
}

tally::tally(std::vector<std::string> names) {
  for (auto& name : names)
    operations_.push_back({.name = std::move(name)});
}

void tally::answered(std::size_t operation, std::chrono::nanoseconds latency, unsigned status,
                     std::string_view body) {
  auto& seen = operations_[operation];
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(latency).count();
  seen.latency.add(micros < 0 ? 0 : static_cast<std::uint64_t>(micros));
  if (status < 400)
    ++seen.successes;
  else
    ++seen.refusals[reason_of(status, body)];
}

operation_tally tally::total() const {
  operation_tally all{.name = "all"};
  for (const auto& each : operations_) {
    all.latency.merge(each.latency);
    all.successes += each.successes;
    all.lost += each.lost;
    all.impatient += each.impatient;
    for (const auto& [reason, count] : each.refusals)
      all.refusals[reason] += count;
  }
  return all;
}

} // namespace frontrow::load
