#include "http/server/tls_line.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <new>

namespace frontrow::http {

namespace {

// OpenSSL's own socket BIO writes with write(2), which raises SIGPIPE when the client is gone.

int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool may_try_again() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

int send_bytes(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent
      = ::send(socket_of(bio), from, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && may_try_again())
    BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int receive_bytes(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  const auto read = ::recv(socket_of(bio), into, static_cast<std::size_t>(size), MSG_DONTWAIT);
  if (read < 0 && may_try_again())
    BIO_set_retry_read(bio);
  return static_cast<int>(read);
}

long control(BIO*, int what, long, void*) {
  return what == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* socket_method() {
  static const BIO_METHOD* const made = [] {
    auto* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    if (method == nullptr || BIO_meth_set_write(method, send_bytes) != 1
        || BIO_meth_set_read(method, receive_bytes) != 1 || BIO_meth_set_ctrl(method, control) != 1)
      throw std::bad_alloc{};
    return method;
  }();
  return made;
}

int as_int(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

} // namespace

void tls_line::free_line::operator()(ssl_st* line) const noexcept {
  SSL_free(line);
}

tls_line::tls_line(ssl_st* line, int socket) : line_(line) {
  auto* bio = line == nullptr ? nullptr : BIO_new(socket_method());
  if (bio == nullptr)
    throw std::bad_alloc{};
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio, 1);
  SSL_set_bio(line, bio, bio);
  SSL_set_accept_state(line);
}

tls_line::~tls_line() = default;

tls_line::state tls_line::after(int result) noexcept {
  switch (SSL_get_error(line_.get(), result)) {
  case SSL_ERROR_WANT_READ:
    return state::wants_read;
  case SSL_ERROR_WANT_WRITE:
    return state::wants_write;
  case SSL_ERROR_ZERO_RETURN: // the client's goodbye: what it was asked may still be said
    return state::ended;
  default:
    // After this OpenSSL must not be asked for anything, a goodbye included.
    has_ended_ = true;
    return state::ended;
  }
}

tls_line::state tls_line::shake_hands() noexcept {
  if (has_ended_)
    return state::ended;
  ERR_clear_error();
  const int result = SSL_do_handshake(line_.get());
  is_greeted_ = result == 1;
  if (is_greeted_)
    return state::done;
  const auto why = ERR_peek_error();
  const auto now = after(result);
  const bool is_http = ERR_GET_LIB(why) == ERR_LIB_SSL
                       && (ERR_GET_REASON(why) == SSL_R_HTTP_REQUEST
                           || ERR_GET_REASON(why) == SSL_R_HTTPS_PROXY_REQUEST);
  return now == state::ended && is_http ? state::plain_http : now;
}

tls_line::progress tls_line::read(std::span<char> into) noexcept {
  if (has_ended_)
    return {state::ended};
  ERR_clear_error();
  const int result = SSL_read(line_.get(), into.data(), as_int(into.size()));
  if (result > 0)
    return {state::done, static_cast<std::size_t>(result)};
  return {after(result)};
}

tls_line::progress tls_line::write(std::string_view text) noexcept {
  if (has_ended_)
    return {state::ended};
  ERR_clear_error();
  const int result = SSL_write(line_.get(), text.data(), as_int(text.size()));
  if (result > 0)
    return {state::done, static_cast<std::size_t>(result)};
  return {after(result)};
}

void tls_line::say_goodbye() noexcept {
  if (!is_greeted_ || has_ended_ || has_said_goodbye_)
    return;
  has_said_goodbye_ = true;
  ERR_clear_error();
  SSL_shutdown(line_.get());
}

void tls_line::let_go() noexcept {
  has_ended_ = true;
}

} // namespace frontrow::http
