#include "console/console_pages.hpp"

#include "console/operator_access.hpp"
#include "console/page_table.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace frontrow::console {

namespace {

using nlohmann::json;
using lines = std::vector<std::string>;

const std::vector<column> event_columns{{"at", "at", true},
                                        {"event", "type", true},
                                        {"of", "subject", true},
                                        {"no.", "sequence"},
                                        {"amount", "amount"},
                                        {"user", "user"},
                                        {"reservation", "reservation", true},
                                        {"position", "position"},
                                        {"publication", "publication", true}};
const std::vector<column> answer_columns{
    {"at", "at", true},           {"key", "key", true}, {"operation", "operation", true},
    {"outcome", "outcome", true}, {"user", "user"},     {"reservation", "reservation", true}};
const std::vector<column> sighting_columns{{"actor", "id", true},
                                           {"messages/s", "messagesPerSecond"},
                                           {"busy", "busyShare"},
                                           {"waiting", "waiting"},
                                           {"oldest ms", "oldestMillis"}};

void print_cluster(lines& out, const json& said) {
  out.push_back(member_of(said, "note"));
  add_table(out, said["nodes"],
            {{"node", "node"},
             {"address", "address", true},
             {"state", "state", true},
             {"up s", "uptimeSeconds"},
             {"CPU", "cpuShare"},
             {"memory B", "memoryBytes"},
             {"connections", "connections"},
             {"requests/s", "requestsPerSecond"},
             {"bookings/s", "bookingsPerSecond"},
             {"store", "store", true},
             {"failing", "storeFailing", true}});
}

void print_actors(lines& out, const json& said) {
  add_table(out, said["kinds"],
            {{"kind", "kind", true},
             {"alive", "alive"},
             {"activations", "activations"},
             {"messages/s", "messagesPerSecond"},
             {"busy", "busyShare"},
             {"p50 us", "p50Micros"},
             {"p99 us", "p99Micros"},
             {"waiting", "waiting"},
             {"oldest ms", "oldestMillis"},
             {"bugs", "faults"}});
  add_section(out, "Busiest now");
  add_table(out, said["busiest"], sighting_columns);
  add_section(out, "Deepest mailboxes now");
  add_table(out, said["deepest"], sighting_columns);
}

void print_actor(lines& out, const json& said) {
  if (!said["alive"].get<bool>())
    out.emplace_back("asleep: the next message brings it back from the store");
  add_facts(out, said, {"node", "silent", "handled", "waiting", "questions", "parked"});
  for (const auto& fact : said.value("facts", json::array()))
    add_fact(out, fact["name"].get<std::string>(), fact["value"]);
  add_section(out, "Last messages");
  if (said["tap"].is_null())
    out.emplace_back("  the tap is closed: t opens it");
  else
    add_table(out, said["tap"],
              {{"at", "at", true},
               {"message", "message", true},
               {"answer", "answer", true},
               {"put off", "putOff", true},
               {"us", "micros"}});
}

void print_money(lines& out, const json& said) {
  out.emplace_back("Reservation");
  add_facts(
      out, said["reservation"],
      {"id", "state", "user", "schedule", "seat", "price", "createdAt", "heldUntil", "paidAt"});
  add_section(out, "Its seat");
  add_facts(out, said["seat"], {"id", "state", "version", "isThisOne", "reservation"});
  add_section(out, "Its buyer's wallet");
  add_facts(out, said["wallet"], {"id", "balance", "version"});
  add_table(out, said["ledger"],
            {{"at", "at", true},
             {"type", "type", true},
             {"entry", "entry"},
             {"amount", "amount"},
             {"balance", "balance"}});
  add_section(out, "Idempotency keys");
  add_table(out, said["answers"], answer_columns);
  add_section(out, "Events and their publication");
  add_table(out, said["events"], event_columns);
  for (const auto& note : said["notes"])
    out.push_back(value_of(note));
}

void print_sale(lines& out, const json& said) {
  if (said.contains("sales")) {
    add_table(out, said["sales"],
              {{"schedule", "schedule"},
               {"title", "title", true},
               {"starts", "startsAt", true},
               {"seats", "seats"},
               {"free", "available"},
               {"held", "held"},
               {"sold", "sold"}});
    return;
  }
  add_facts(out, said,
            {"schedule", "startsAt", "saleOpensAt", "saleClosesAt", "seats", "available", "held",
             "sold"});
  add_section(out, "Waiting room");
  if (said["queue"].is_null())
    out.emplace_back("  none: everybody may reserve");
  else
    add_facts(out, said["queue"],
              {"state", "waiting", "active", "capacity", "ceiling", "perSecondMax", "admitted",
               "admittedPerSecond", "abandoned", "waitSeconds", "lineAway"});
  add_section(out, "The whole node");
  add_facts(out, said["house"],
            {"bookingsPerSecond", "paymentsPerSecond", "requestsPerSecond", "commitsPerSecond",
             "commitMillis", "writesPending", "storeFailing", "outboxLag", "outboxOldest",
             "parked"});
  add_section(out, "Refusals by reason, all schedules");
  add_table(out, said["house"]["refusals"],
            {{"reason", "code", true}, {"per second", "perSecond"}, {"since the start", "count"}});
}

void print_invariants(lines& out, const json& said) {
  add_table(out, said["invariants"],
            {{"state", "state", true},
             {"what must hold", "says", true},
             {"checked", "checked"},
             {"passes", "passes"},
             {"last look", "lookedAt", true}});
  for (const auto& each : said["invariants"])
    for (const auto& one : each["broken"])
      out.push_back("BROKEN " + value_of(one["at"]) + ' ' + value_of(one["what"]));
}

void print_audit(lines& out, const json& said) {
  add_table(out, said["entries"],
            {{"at", "at", true},
             {"action", "action", true},
             {"target", "target", true},
             {"change", "change", true},
             {"phase", "phase", true},
             {"came", "came", true},
             {"name", "name", true},
             {"peer", "peer", true},
             {"request", "request", true}});
}

void print_found(lines& out, const json& said) {
  add_table(out, said["hits"],
            {{"kind", "kind", true}, {"id", "id", true}, {"what", "title", true}});
  if (!said["answers"].empty()) {
    add_section(out, "Idempotency keys");
    add_table(out, said["answers"], answer_columns);
  }
}

void print_history(lines& out, const json& said) {
  add_table(out, said["events"], event_columns);
  if (!said["before"].is_null())
    out.emplace_back("there may be more further back");
}

} // namespace

std::string path_of(std::string_view view, const std::string& what) {
  const auto asked = percent_encode(what);
  const auto with = [&](const char* path) {
    return what.empty() ? std::string{} : path + asked;
  };
  if (view == "cluster" || view == "actors" || view == "invariants" || view == "audit")
    return what.empty() ? "/admin/" + std::string{view} : "";
  if (view == "sale")
    return what.empty() ? "/admin/sales" : "/admin/sale?schedule=" + asked;
  if (view == "actor")
    return with("/admin/actor?id=");
  if (view == "history")
    return with("/admin/history?id=");
  if (view == "money")
    return with("/admin/money?reservation=");
  if (view == "search")
    return with("/admin/search?q=");
  return {};
}

std::vector<std::string> print_page(std::string_view view, const json& said) {
  lines out;
  if (view == "cluster")
    print_cluster(out, said);
  else if (view == "actors")
    print_actors(out, said);
  else if (view == "actor")
    print_actor(out, said);
  else if (view == "money")
    print_money(out, said);
  else if (view == "history")
    print_history(out, said);
  else if (view == "sale")
    print_sale(out, said);
  else if (view == "invariants")
    print_invariants(out, said);
  else if (view == "audit")
    print_audit(out, said);
  else
    print_found(out, said);
  return out;
}

} // namespace frontrow::console
