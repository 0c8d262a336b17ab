#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

/// Every setting of the server, with its default. `config/option_table.cpp` gives each its flag,
/// variable, file key, limits and help; nothing else reads the environment.
namespace frontrow {

using milliseconds = std::chrono::milliseconds;

struct queue_settings {
  milliseconds tick{1'000};
  std::uint32_t batch = 1'000; // admitted in one tick at the most
  milliseconds token_life = std::chrono::hours{12};
  milliseconds session_life = std::chrono::minutes{10};
  milliseconds claim = std::chrono::seconds{60};
  milliseconds return_time = std::chrono::seconds{15};
  std::string secret; // empty: made at the first start, kept in the data folder
};

struct reservation_settings {
  milliseconds hold = std::chrono::minutes{5};
};

struct fcfs_settings {
  std::uint64_t schedule = 501;
  std::uint32_t seats = 9; // of the schedule that an empty store starts with
  bool guard_by_ip = true;
  milliseconds user_ttl = std::chrono::seconds{900}; // FCFS_USER_TTL; 0: for ever
  std::string user_header = "X-User-Id";             // FCFS_USER_HEADER
};

/// Idle entities are put away after this; their next message brings them back.
struct idle_settings {
  milliseconds seat = std::chrono::seconds{30};
  milliseconds wallet = std::chrono::seconds{60};
  milliseconds schedule = std::chrono::minutes{10};
};

struct http_settings {
  std::uint32_t threads = 0; // io threads; 0: one less than the cores, at least one
  std::uint32_t connections_max = 15'000;
  std::uint32_t inflight_max = 20'000; // requests being worked on
  std::uint32_t body_max = 64 * 1024;
  std::uint32_t header_max = 16 * 1024;
  milliseconds head_timeout = std::chrono::seconds{10};
  milliseconds body_timeout = std::chrono::seconds{10};
  milliseconds idle_timeout = std::chrono::seconds{60};
  milliseconds deadline = std::chrono::seconds{10}; // of one request, at the edge
  std::vector<std::string> cors_origins{"*"};       // `cors.origins`
  std::vector<std::string> trusted_proxies;         // addresses and CIDR blocks
};

/// The public port speaks TLS when both files are given.
struct tls_settings {
  std::string certificate; // PEM: the server's own, then those that lead to the root
  std::string key;         // PEM, without a passphrase
  milliseconds hsts{0};    // how long browsers shall insist on TLS; 0: they are told nothing
};

/// Configured when `host` is set; the others mean nothing without it.
struct redis_settings {
  std::string host;          // REDIS_HOST
  std::uint16_t port = 6379; // REDIS_PORT
  std::string user;          // of the access control list; empty: the default user
  std::string password;      // REDIS_PASSWORD
  std::uint32_t database = 0;
  std::string prefix;          // of every key
  milliseconds timeout{1'000}; // of connecting, and of each round trip
};

/// Each written `20/s`, `300/m` or `5000/h`; empty: no limit.
struct rate_limit_settings {
  std::string user;
  std::string address;
};

/// Events to Redis streams; read with `redis.host` set only.
struct outbox_settings {
  std::uint32_t stream_max = 1'000'000; // entries that a stream keeps, about; 0: all
};

/// Read with `store = postgres` only.
struct postgres_settings {
  std::uint32_t writers = 2;             // connections that commit beside each other
  milliseconds connect_timeout{3'000};   // in whole seconds, rounded up
  milliseconds statement_timeout{5'000}; // of one batch, or one read
  std::vector<std::string> allow_unsafe; // settings of the server that may lose data
};

/// One node of several, when `listen` is given; `store = postgres` then.
struct cluster_settings {
  std::string listen;    // address and port that other nodes reach; empty: there are none
  std::string advertise; // the same as they see it; empty: as it listens
  std::string name;      // of this node; empty: the host's name
  std::string url;       // where clients reach this node; empty: as it listens
  milliseconds lease{1'500};
  milliseconds heartbeat{400};
  milliseconds silence{1'000};     // who says nothing to a node for so long is lost to it
  std::uint32_t calls_max = 4'096; // under way from one node to another
  // PEM files for TLS between nodes; without them it listens on loopback or a private address only.
  std::string authority;
  std::string certificate;
  std::string key;
};

struct log_settings {
  std::string level = "info";  // trace, debug, info, warn, error, off (RUST_LOG)
  std::string format = "text"; // text, json
};

struct settings {
  std::string listen = "127.0.0.1";
  std::uint16_t port = 8080;     // GATEWAY_EXTERNAL_PORT; 0: the system picks one
  std::uint16_t app_port = 5800; // APP_PORT; 0: off
  std::string app_listen = "127.0.0.1";
  std::uint16_t admin_port = 0; // 0: operators' calls stay on the public port
  std::string admin_listen = "127.0.0.1";
  std::string data = "data";
  std::string store = "sqlite";           // sqlite, memory, postgres
  std::string postgres_url;               // DATABASE_URL; read with `store = postgres` only
  std::string operator_token;             // empty: made at the first start, kept in the data folder
  std::string reader_token;               // opens what operators may read; empty: nobody's
  std::string auth = "none";              // none, jwt
  std::vector<std::string> auth_jwt_keys; // `auth.jwt_keys`: files
  std::string auth_issuer;                // `auth.issuer`; empty: any
  std::string auth_audience;              // `auth.audience`; empty: tokens that name none
  milliseconds auth_leeway = std::chrono::seconds{30}; // `auth.leeway`
  std::string time_zone = "UTC";                       // UTC or a fixed offset such as +09:00
  bool demo = true; // an empty store starts with the demonstration concert
  milliseconds shutdown_grace = std::chrono::seconds{10};
  milliseconds answer_life = std::chrono::hours{24}; // of kept idempotent answers
  queue_settings queue;
  reservation_settings reservation;
  fcfs_settings fcfs;
  idle_settings idle;
  http_settings http;
  tls_settings tls;
  postgres_settings postgres;
  cluster_settings cluster;
  redis_settings redis;
  rate_limit_settings rate_limit;
  outbox_settings outbox;
  log_settings log;
};

} // namespace frontrow
