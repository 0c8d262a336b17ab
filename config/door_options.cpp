#include "config/option_rows.hpp"

namespace frontrow::config {

std::vector<option> door_options() {
  return {
      row("listen", at<&settings::listen>, "Address that the public port listens on.",
          {.shape = address_shape}),
      row("port", at<&settings::port>, "The public port, the gateway; 0 lets the system pick one.",
          {.most = port_most, .borrowed = {{"GATEWAY_EXTERNAL_PORT"}}}),
      row("app_listen", at<&settings::app_listen>, "Address that the back-end port listens on.",
          {.shape = address_shape}),
      row("app_port", at<&settings::app_port>,
          "The bare back end behind somebody else's gateway; 0 turns it off.",
          {.most = port_most, .borrowed = {{"APP_PORT"}}}),
      row("admin_listen", at<&settings::admin_listen>,
          "Address that the operators' port listens on.", {.shape = address_shape}),
      row("admin_port", at<&settings::admin_port>,
          "A port of their own for operators' calls and metrics; 0: they stay on the public one.",
          {.most = port_most}),
  };
}

std::vector<option> tls_options() {
  return {
      row("tls.certificate", at<&settings::tls, &tls_settings::certificate>,
          "PEM file of the certificate and its chain: the public port speaks TLS; empty: it does "
          "not."),
      row("tls.key", at<&settings::tls, &tls_settings::key>,
          "PEM file of the certificate's key, without a passphrase."),
      row("tls.hsts", at<&settings::tls, &tls_settings::hsts>,
          "How long browsers insist on TLS once they were here (HSTS); 0: they are told nothing.",
          {.most = 2 * 8760 * hour}),
  };
}

std::vector<option> caller_options() {
  return {
      row("auth", at<&settings::auth>,
          "none: callers are who they say they are; jwt: a bearer token says who they are.",
          {.choices = {"none", "jwt"}}),
      row("auth.jwt_keys", at<&settings::auth_jwt_keys>,
          "Files of the keys that verify bearer tokens: public keys in PEM, or JWKS."),
      row("auth.issuer", at<&settings::auth_issuer>,
          "Whom bearer tokens must be from; empty: any."),
      row("auth.audience", at<&settings::auth_audience>,
          "For whom bearer tokens must be; empty: only such as name nobody."),
      row("auth.leeway", at<&settings::auth_leeway>,
          "How far the clock of whoever makes bearer tokens may be off.", {.most = 10 * minute}),
      row("rate_limit.address", at<&settings::rate_limit, &rate_limit_settings::address>,
          "How often one address may ask, as in 50/s or 600/m; empty: as it likes.",
          {.shape = rate_shape}),
      row("rate_limit.user", at<&settings::rate_limit, &rate_limit_settings::user>,
          "The same for one user; with auth = jwt only.", {.shape = rate_shape}),
      row("time_zone", at<&settings::time_zone>, "Zone of the times in requests and answers.",
          {.shape = zone_shape}),
      row("trusted_proxies", at<&settings::http, &http_settings::trusted_proxies>,
          "Addresses and blocks whose X-Forwarded-For is believed.", {.shape = block_shape}),
      row("cors.origins", at<&settings::http, &http_settings::cors_origins>,
          "Web origins that browsers may call from.", {.shape = origin_shape}),
  };
}

std::vector<option> http_options() {
  return {
      row("http.threads", at<&settings::http, &http_settings::threads>,
          "Threads that serve sockets; 0: one less than the cores, at least one.", {.most = 256}),
      row("http.connections_max", at<&settings::http, &http_settings::connections_max>,
          "Connections at once.", {.least = 1, .most = 1'000'000}),
      row("http.inflight_max", at<&settings::http, &http_settings::inflight_max>,
          "Requests being worked on at once; more are answered 503.",
          {.least = 1, .most = 1'000'000}),
      row("http.body_max", at<&settings::http, &http_settings::body_max>,
          "Longest body of a request.",
          {.least = 1024, .most = 64 * 1024 * 1024, .is_bytes = true}),
      row("http.header_max", at<&settings::http, &http_settings::header_max>,
          "Longest head of a request.", {.least = 1024, .most = 1024 * 1024, .is_bytes = true}),
      row("http.head_timeout", at<&settings::http, &http_settings::head_timeout>,
          "Time a client has to send the head of a request.", {.least = 100, .most = 10 * minute}),
      row("http.body_timeout", at<&settings::http, &http_settings::body_timeout>,
          "Time a client has to send the body.", {.least = 100, .most = 10 * minute}),
      row("http.idle_timeout", at<&settings::http, &http_settings::idle_timeout>,
          "Time a connection may be silent between requests.", {.least = 100, .most = hour}),
      row("http.deadline", at<&settings::http, &http_settings::deadline>,
          "Time the server has to answer one request.", {.least = 100, .most = 10 * minute}),
  };
}

std::vector<option> log_options() {
  return {
      row("log.level", at<&settings::log, &log_settings::level>, "What is logged at the least.",
          {.choices = {"trace", "debug", "info", "warn", "error", "off"},
           .borrowed = {{"RUST_LOG", writing::rust_log}}}),
      row("log.format", at<&settings::log, &log_settings::format>,
          "Lines for people, or one JSON object a line.", {.choices = {"text", "json"}}),
  };
}

} // namespace frontrow::config
