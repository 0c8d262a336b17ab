#include "bench/load/report.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace frontrow::load {

namespace {

using json = nlohmann::ordered_json;

template <class... Arguments>
std::string print(const char* format, Arguments... arguments) {
  std::array<char, 512> buffer{};
  const auto length = std::snprintf(buffer.data(), buffer.size(), format, arguments...);
  return {buffer.data(), std::min(static_cast<std::size_t>(length), buffer.size() - 1)};
}

double in_milliseconds(std::uint64_t micros) {
  return static_cast<double>(micros) / 1'000;
}

bool is_seen(const operation_tally& each) {
  return each.latency.count() + each.lost + each.impatient != 0;
}

bool is_of_the_run(const operation_tally& each) {
  return each.name != "prepare" && each.name != "check";
}

double per_second(const run_summary& run, std::uint64_t count) {
  return run.seconds > 0 ? static_cast<double>(count) / run.seconds : 0;
}

json operation_json(const run_summary& run, const operation_tally& each) {
  const auto& latency = each.latency;
  return {{"answers", latency.count()},
          {"perSecond", per_second(run, latency.count())},
          {"successes", each.successes},
          {"refusals", each.refusals},
          {"transportErrors", each.lost},
          {"impatient", each.impatient},
          {"latencyMs",
           {{"p50", in_milliseconds(latency.quantile(0.5))},
            {"p90", in_milliseconds(latency.quantile(0.9))},
            {"p99", in_milliseconds(latency.quantile(0.99))},
            {"p99.9", in_milliseconds(latency.quantile(0.999))},
            {"max", in_milliseconds(latency.max())}}}};
}

std::string operation_line(const run_summary& run, const operation_tally& each) {
  const auto& latency = each.latency;
  return print("%-10s %10llu %10.0f %10llu %8.2f %8.2f %8.2f %8.2f %9.2f\n", each.name.c_str(),
               static_cast<unsigned long long>(latency.count()), per_second(run, latency.count()),
               static_cast<unsigned long long>(each.successes),
               in_milliseconds(latency.quantile(0.5)), in_milliseconds(latency.quantile(0.9)),
               in_milliseconds(latency.quantile(0.99)), in_milliseconds(latency.quantile(0.999)),
               in_milliseconds(latency.max()));
}

} // namespace

std::string report_text(const run_summary& run) {
  auto text = print("%s: %llu arrivals in %.1f s\n\n", run.options.scenario.c_str(),
                    static_cast<unsigned long long>(run.arrived), run.seconds);
  text += print("%-10s %10s %10s %10s %8s %8s %8s %8s %9s\n", "call", "answers", "per s", "ok",
                "p50 ms", "p90", "p99", "p99.9", "max");
  for (const auto& each : run.counts.operations())
    if (is_of_the_run(each) && is_seen(each))
      text += operation_line(run, each);
  text += "\n";
  for (const auto& each : run.counts.operations()) {
    if (!is_of_the_run(each))
      continue;
    for (const auto& [reason, count] : each.refusals)
      text += "refused    " + each.name + ": " + reason + " " + std::to_string(count) + "\n";
    if (each.lost != 0)
      text += "no answer  " + each.name + ": " + std::to_string(each.lost)
              + " (transport errors and time-outs)\n";
    if (each.impatient != 0)
      text += "impatient  " + each.name + ": " + std::to_string(each.impatient)
              + " hung up and asked again with the same key\n";
  }
  if (!run.is_settled)
    text += "broken     some calls were never settled; a longer --settle may help\n";
  for (const auto& each : run.found.broken)
    text += "broken     " + each + "\n";
  for (const auto& each : run.found.notes)
    text += "checked    " + each + "\n";
  if (!run.options.is_checked && run.holds())
    return text + "Not checked.\n";
  return text + (run.holds() ? "The check holds.\n" : "THE CHECK DOES NOT HOLD.\n");
}

std::string report_json(const run_summary& run) {
  json operations = json::object();
  for (const auto& each : run.counts.operations())
    if (is_of_the_run(each) && is_seen(each))
      operations[each.name] = operation_json(run, each);
  const json whole = {{"scenario", run.options.scenario},
                      {"rate", run.options.rate},
                      {"connections", run.options.connections},
                      {"seed", run.options.seed},
                      {"firstUser", run.first_user},
                      {"arrivals", run.arrived},
                      {"seconds", run.seconds},
                      {"operations", operations},
                      {"check",
                       {{"holds", run.holds()},
                        {"isSettled", run.is_settled},
                        {"broken", run.found.broken},
                        {"notes", run.found.notes}}}};
  return whole.dump(2) + "\n";
}

std::string progress_line(double seconds, std::uint64_t arrived, std::size_t in_flight,
                          const operation_tally& total, std::uint64_t answers_before) {
  const auto answers = total.latency.count();
  return print("%5.0f s  arrived %llu  answers %llu (%llu/s)  ok %llu  refused %llu  "
               "no answer %llu  waiting %zu  p99 %.1f ms",
               seconds, static_cast<unsigned long long>(arrived),
               static_cast<unsigned long long>(answers),
               static_cast<unsigned long long>(answers - answers_before),
               static_cast<unsigned long long>(total.successes),
               static_cast<unsigned long long>(answers - total.successes),
               static_cast<unsigned long long>(total.lost), in_flight,
               in_milliseconds(total.latency.quantile(0.99)));
}

} // namespace frontrow::load
