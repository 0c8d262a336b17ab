#include "config/option_rows.hpp"

namespace frontrow::config {

std::vector<option> data_options() {
  return {
      row("data", at<&settings::data>, "Folder of everything that is kept.",
          {.shape = filled_shape}),
      row("store", at<&settings::store>,
          "What keeps the data: a file, nothing but memory, or PostgreSQL.",
          {.choices = {"sqlite", "memory", "postgres"}}),
      row("postgres_url", at<&settings::postgres_url>,
          "Where PostgreSQL is; read with store = postgres only.",
          {.borrowed = {{"DATABASE_URL"}}, .is_secret = true}),
      row("operator_token", at<&settings::operator_token>,
          "Opens the operator's calls; empty: made at the first start, kept in the data folder.",
          {.shape = token_shape, .is_secret = true}),
      row("reader_token", at<&settings::reader_token>,
          "Opens what operators may look at, and nothing that they may do; empty: nobody's.",
          {.shape = token_shape, .is_secret = true}),
  };
}

std::vector<option> postgres_options() {
  return {
      row("postgres.writers", at<&settings::postgres, &postgres_settings::writers>,
          "Connections to PostgreSQL that commit beside each other.", {.least = 1, .most = 16}),
      row("postgres.connect_timeout", at<&settings::postgres, &postgres_settings::connect_timeout>,
          "Longest wait for a connection to PostgreSQL.", {.least = second, .most = minute}),
      row("postgres.statement_timeout",
          at<&settings::postgres, &postgres_settings::statement_timeout>,
          "Longest run of one batch, or of one read, in PostgreSQL.",
          {.least = 100, .most = 10 * minute}),
      row("postgres.allow_unsafe", at<&settings::postgres, &postgres_settings::allow_unsafe>,
          "Settings of PostgreSQL that may be off although a crash then loses what was confirmed:"
          " fsync, full_page_writes, synchronous_commit.",
          {.choices = {"fsync", "full_page_writes", "synchronous_commit"}}),
  };
}

std::vector<option> redis_options() {
  return {
      row("redis.host", at<&settings::redis, &redis_settings::host>,
          "Host of Redis; empty: the server does without.", {.borrowed = {{"REDIS_HOST"}}}),
      row("redis.port", at<&settings::redis, &redis_settings::port>, "Port of Redis.",
          {.least = 1,
           .most = port_most,
           .borrowed = {{"REDIS_PORT"}},
           .borrowed_with = "redis.host"}),
      row("redis.user", at<&settings::redis, &redis_settings::user>,
          "User of Redis' access control list; empty: its default user."),
      row("redis.password", at<&settings::redis, &redis_settings::password>, "Password of Redis.",
          {.borrowed = {{"REDIS_PASSWORD"}}, .is_secret = true}),
      row("redis.database", at<&settings::redis, &redis_settings::database>,
          "Number of the database in Redis.", {.most = 1'000'000}),
      row("redis.prefix", at<&settings::redis, &redis_settings::prefix>,
          "Put before every key in Redis."),
      row("redis.timeout", at<&settings::redis, &redis_settings::timeout>,
          "Longest wait for Redis to connect, or to answer.", {.least = 10, .most = minute}),
  };
}

std::vector<option> outbox_options() {
  return {
      row("outbox.stream_max", at<&settings::outbox, &outbox_settings::stream_max>,
          "Events that each stream in Redis keeps, about; 0: all of them.",
          {.most = 1'000'000'000}),
  };
}

} // namespace frontrow::config
