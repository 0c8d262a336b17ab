#include "http/operations/start_log.hpp"

#include "actors/base/counted_actor.hpp"
#include "config/log.hpp"

namespace frontrow::http {

namespace {

bool is_loopback(const std::string& address) {
  return address == "127.0.0.1" || address == "::1" || address == "localhost";
}

} // namespace

void log_bugs() {
  on_actor_fault = [](const char* kind, const char* what) {
    log_event(spdlog::level::critical, "an actor ended by a bug", {{"kind", kind}, {"what", what}});
  };
}

void say_where(const settings& how, const server& made, const std::string& token_path) {
  if (!is_loopback(how.listen) && how.auth == "none")
    log_event(spdlog::level::warn,
              "LISTENING BEYOND LOOPBACK WITHOUT AUTHENTICATION (auth = none): every caller is "
              "believed to be the user it names",
              {{"listen", how.listen}});
  if (how.admin_port != 0 && !is_loopback(how.admin_listen))
    log_event(spdlog::level::warn,
              "the admin port listens beyond loopback without TLS: the operator's token can be "
              "read on its way",
              {{"admin_listen", how.admin_listen}});
  log_always("ready", {{"url", (how.tls.certificate.empty() ? "http://" : "https://") + how.listen
                                   + ":" + std::to_string(made.port())},
                       {"app_port", std::int64_t{made.app_port()}},
                       {"admin_port", std::int64_t{made.admin_port()}},
                       {"store", how.store},
                       {"data", how.data},
                       {"operator_token", token_path}});
}

std::vector<std::string> unready_reasons(bool is_draining, bool is_store_failing) {
  std::vector<std::string> reasons;
  if (is_draining)
    reasons.emplace_back("the server is being stopped");
  if (is_store_failing)
    reasons.emplace_back("the store takes no writes: the last commit failed");
  return reasons;
}

} // namespace frontrow::http
