#include "config/option_parts.hpp"

namespace frontrow::config {

namespace {

std::vector<option> data_options() {
  return {{.name = "data", .in = [](settings & s) -> auto& {return s.data;
}
, .help = "Folder of everything that is kept.", .shape = filled_shape
} // namespace
, {.name = "store", .in = [](settings & s) -> auto& {return s.store;
} // namespace frontrow::config
, .help = "What keeps the data: a file, nothing but memory, or PostgreSQL (a later release).",
  .choices
  = { "sqlite",
      "memory",
      "postgres" }
}
, {.name = "postgres_url", .in = [](settings & s) -> auto& {return s.postgres_url;
}
, .help = "Where PostgreSQL is; read with store = postgres only.", .borrowed = {{"DATABASE_URL"}},
  .is_secret = true
}
, {.name = "operator_token", .in = [](settings & s) -> auto& {return s.operator_token;
}
, .help = "Opens the operator's calls; empty: made at the first start, kept in the data folder.",
  .shape = token_shape, .is_secret = true
}
,
}
;
}

std::vector<option> caller_options() {
  return {{.name = "auth", .in = [](settings & s) -> auto& {return s.auth;
}
, .help = "none: callers are who they say they are; jwt: a bearer token says (a later release).",
  .choices
  = { "none",
      "jwt" }
}
, {.name = "auth.jwt_keys", .in = [](settings & s) -> auto& {return s.auth_jwt_keys;
}
, .help = "Keys that verify bearer tokens; with auth = jwt only.", .is_secret = true
}
, {.name = "time_zone", .in = [](settings & s) -> auto& {return s.time_zone;
}
, .help = "Zone of the times in requests and answers.", .shape = zone_shape
}
, {.name = "trusted_proxies", .in = [](settings & s) -> auto& {return s.http.trusted_proxies;
}
, .help = "Addresses and blocks whose X-Forwarded-For is believed.", .shape = block_shape
}
, {.name = "cors.origins", .in = [](settings & s) -> auto& {return s.http.cors_origins;
}
, .help = "Web origins that browsers may call from.", .shape = origin_shape
}
,
}
;
}

std::vector<option> life_options() {
  return {{.name = "demo", .in = [](settings & s) -> auto& {return s.demo;
}
, .help = "Whether an empty store starts with the demonstration concert."
}
, {.name = "answer_life", .in = [](settings & s) -> auto& {return s.answer_life;
}
, .help = "How long the answer to an idempotency key is kept.", .least = minute, .most = 720 * hour
}
, {.name = "shutdown.grace", .in = [](settings & s) -> auto& {return s.shutdown_grace;
}
, .help = "How long running requests may finish after SIGTERM.", .most = 10 * minute
}
,
}
;
}

std::vector<option> queue_options() {
  return {{.name = "queue.tick", .in = [](settings & s) -> auto& {return s.queue.tick;
}
, .help = "How often the waiting room admits people.", .least = 10, .most = minute
}
, {.name = "queue.batch", .in = [](settings & s) -> auto& {return s.queue.batch;
}
, .help = "How many it admits in one tick at the most.", .least = 1, .most = 1'000'000
}
, {.name = "queue.token_life", .in = [](settings & s) -> auto& {return s.queue.token_life;
}
, .help = "Life of a waiting room token.", .least = second, .most = 168 * hour
}
, {.name = "queue.session_life", .in = [](settings & s) -> auto& {return s.queue.session_life;
}
, .help = "How long an admitted user may shop.", .least = second, .most = 24 * hour
}
, {.name = "queue.claim", .in = [](settings & s) -> auto& {return s.queue.claim;
}
, .help = "Time an admitted user has to show up before the next one moves.", .least = second,
  .most = hour
}
,
}
;
}

std::vector<option> seat_options() {
  return {{.name = "reservation.hold", .in = [](settings & s) -> auto& {return s.reservation.hold;
}
, .help = "How long a seat is held before it is paid.", .least = second, .most = 24 * hour
}
, {.name = "fcfs.schedule", .in = [](settings & s) -> auto& {return s.fcfs.schedule;
}
, .help = "Schedule whose seats the FCFS face sells.", .least = 1
}
, {.name = "fcfs.seats", .in = [](settings & s) -> auto& {return s.fcfs.seats;
}
, .help = "Seats of that schedule in an empty store.", .least = 1, .most = 1'000'000
}
, {.name = "fcfs.guard_by_ip", .in = [](settings & s) -> auto& {return s.fcfs.guard_by_ip;
}
, .help = "Whether a second user from the same address is a duplicate.",
  .borrowed
  = { {"FCFS_GUARD_BY_IP"} }
}
, {.name = "fcfs.user_ttl", .in = [](settings & s) -> auto& {return s.fcfs.user_ttl;
}
, .help = "Life of the guard against a second try; 0: for ever.", .most = 8760 * hour,
  .borrowed
  = { {"FCFS_USER_TTL", writing::plain_seconds} }
}
, {.name = "fcfs.user_header", .in = [](settings & s) -> auto& {return s.fcfs.user_header;
}
, .help = "Header that names the user.", .shape = header_shape, .borrowed = { {"FCFS_USER_HEADER"} }
}
,
}
;
}

std::vector<option> redis_options() {
  return {{.name = "redis.host", .in = [](settings & s) -> auto& {return s.redis.host;
}
, .help = "Host of Redis (a later release); empty: the server does without.",
  .borrowed
  = { {"REDIS_HOST"} }
}
, {.name = "redis.port", .in = [](settings & s) -> auto& {return s.redis.port;
}
, .help = "Port of Redis.", .least = 1, .most = port_most, .borrowed = {{"REDIS_PORT"}},
  .borrowed_with = "redis.host"
}
, {.name = "redis.password", .in = [](settings & s) -> auto& {return s.redis.password;
}
, .help = "Password of Redis.", .borrowed = {{"REDIS_PASSWORD"}}, .is_secret = true
}
,
}
;
}

std::vector<option> idle_options() {
  return {{.name = "idle.seat", .in = [](settings & s) -> auto& {return s.idle.seat;
}
, .help = "A seat nobody speaks to is put away after this.", .least = 10, .most = 24 * hour
}
, {.name = "idle.wallet", .in = [](settings & s) -> auto& {return s.idle.wallet;
}
, .help = "The same for a wallet.", .least = 10, .most = 24 * hour
}
, {.name = "idle.schedule", .in = [](settings & s) -> auto& {return s.idle.schedule;
}
, .help = "The same for a schedule.", .least = 10, .most = 24 * hour
}
,
}
;
}

std::vector<option> http_options() {
  return {{.name = "http.threads", .in = [](settings & s) -> auto& {return s.http.threads;
}
, .help = "Threads that serve sockets; 0: one less than the cores, at least one.", .most = 256
}
, {.name = "http.connections_max", .in = [](settings & s) -> auto& {return s.http.connections_max;
}
, .help = "Connections at once.", .least = 1, .most = 1'000'000
}
, {.name = "http.inflight_max", .in = [](settings & s) -> auto& {return s.http.inflight_max;
}
, .help = "Requests being worked on at once; more are answered 503.", .least = 1, .most = 1'000'000
}
, {.name = "http.body_max", .in = [](settings & s) -> auto& {return s.http.body_max;
}
, .help = "Longest body of a request.", .least = 1024, .most = 64 * 1024 * 1024, .is_bytes = true
}
, {.name = "http.header_max", .in = [](settings & s) -> auto& {return s.http.header_max;
}
, .help = "Longest head of a request.", .least = 1024, .most = 1024 * 1024, .is_bytes = true
}
, {.name = "http.head_timeout", .in = [](settings & s) -> auto& {return s.http.head_timeout;
}
, .help = "Time a client has to send the head of a request.", .least = 100, .most = 10 * minute
}
, {.name = "http.body_timeout", .in = [](settings & s) -> auto& {return s.http.body_timeout;
}
, .help = "Time a client has to send the body.", .least = 100, .most = 10 * minute
}
, {.name = "http.idle_timeout", .in = [](settings & s) -> auto& {return s.http.idle_timeout;
}
, .help = "Time a connection may be silent between requests.", .least = 100, .most = hour
}
, {.name = "http.deadline", .in = [](settings & s) -> auto& {return s.http.deadline;
}
, .help = "Time the server has to answer one request.", .least = 100, .most = 10 * minute
}
,
}
;
}

std::vector<option> log_options() {
  return {{.name = "log.level", .in = [](settings & s) -> auto& {return s.log.level;
}
, .help = "What is logged at the least.",
  .choices = {"trace", "debug", "info", "warn", "error", "off"},
  .borrowed
  = { {"RUST_LOG", writing::rust_log} }
}
, {.name = "log.format", .in = [](settings & s) -> auto& {return s.log.format;
}
, .help = "Lines for people, or one JSON object a line.", .choices = { "text", "json" }
}
,
}
;
}

std::vector<option> all_options() {
  auto all = door_options();
  for (const auto& part :
       {tls_options(), data_options(), caller_options(), life_options(), queue_options(),
        seat_options(), redis_options(), idle_options(), http_options(), log_options()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

} // namespace

const std::vector<option>& option_table() {
  static const auto table = all_options();
  return table;
}

const option* find_option(std::string_view name) {
  for (const auto& each : option_table())
    if (each.name == name)
      return &each;
  return nullptr;
}

} // namespace frontrow::config
