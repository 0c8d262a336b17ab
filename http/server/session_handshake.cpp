#include "http/server/session.hpp"

/// How a session begins behind TLS.
namespace frontrow::http {

namespace {

constexpr std::string_view plain_answer = "HTTP/1.1 400 Bad Request\r\n"
                                          "Content-Type: text/plain; charset=utf-8\r\n"
                                          "Content-Length: 36\r\n"
                                          "Connection: close\r\n\r\n"
                                          "This port speaks TLS: use https://.\n";

} // namespace

net::awaitable<bool> session::shake_hands() {
  // In the time for the first head: whoever stalls here is cut off as one who stalls there.
  for (;;) {
    const auto at = line_.shake_hands();
    if (at == tls_line::state::done) {
      home_->counts.tls_greeted.add();
      co_return true;
    }
    if (at == tls_line::state::plain_http) {
      line_.drop_tls();
      line_.begin_write();
      line_.put(plain_answer);
      lingers_ = co_await send_rest();
      break;
    }
    if (at == tls_line::state::ended) {
      // OpenSSL has said why; a reset must not overtake that.
      line_.drop_tls();
      lingers_ = true;
      break;
    }
    if (home_->is_draining())
      break;
    const bool goes_on = co_await line_.wait_for(at);
    if (!goes_on)
      break;
  }
  home_->counts.tls_refused.add();
  co_return false;
}

} // namespace frontrow::http
