#include "http/operations/key_reload.hpp"

#include "config/log.hpp"

#include <exception>

namespace frontrow::http {

void tell_worries(const tls_keys& tls) {
  for (const auto& each : tls.worries())
    log_event(spdlog::level::warn, "TLS", {{"worry", each}});
}

void reload_keys(tls_keys* tls) {
  if (tls == nullptr)
    return log_event(spdlog::level::info, "SIGHUP: there is nothing to read again");
  try {
    tls->reload();
    log_event(spdlog::level::info, "certificate and key were read again");
    tell_worries(*tls);
  } catch (const std::exception& why) {
    log_event(spdlog::level::err, "certificate and key were not read again: the old ones stay",
              {{"why", why.what()}});
  }
}

} // namespace frontrow::http
