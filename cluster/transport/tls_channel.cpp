#include "cluster/transport/tls_channel.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <utility>

namespace frontrow {

namespace {

// The first that went wrong: what follows are complaints about it.
std::string reason() {
  const auto code = ERR_peek_error();
  if (ERR_SYSTEM_ERROR(code))
    return std::strerror(static_cast<int>(ERR_GET_REASON(code)));
  const auto* text = ERR_reason_error_string(code);
  return text == nullptr ? "unknown error" : text;
}

[[noreturn]] void refuse(const std::string& what, const std::string& path) {
  throw std::runtime_error{"cannot use the " + what + ' ' + path + ": " + reason()};
}

// Without it OpenSSL would ask on the terminal.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

[[noreturn]] void part(const ssl_st* tls) {
  const auto verified = SSL_get_verify_result(tls);
  if (verified != X509_V_OK)
    throw std::runtime_error{std::string{"certificate refused: "}
                             + X509_verify_cert_error_string(verified)};
  throw std::runtime_error{"TLS: " + reason()};
}

} // namespace

void tls_channel::free_ssl::operator()(ssl_st* tls) const {
  SSL_free(tls);
}

tls_channel::tls_channel(ssl_st* takes) : tls_{takes} {
  auto* in = BIO_new(BIO_s_mem());
  auto* out = BIO_new(BIO_s_mem());
  if (!tls_ || in == nullptr || out == nullptr)
    throw std::bad_alloc{};
  SSL_set_bio(tls_.get(), in, out); // which owns both from now on
  shake_hands();
}

bool tls_channel::shake_hands() {
  if (is_open_)
    return true;
  ERR_clear_error();
  const auto done = SSL_do_handshake(tls_.get());
  if (done != 1) {
    if (SSL_get_error(tls_.get(), done) != SSL_ERROR_WANT_READ)
      part(tls_.get());
    return false;
  }
  is_open_ = true;
  write(std::exchange(waiting_, {}));
  return true;
}

std::string tls_channel::open(std::string_view sealed) {
  BIO_write(SSL_get_rbio(tls_.get()), sealed.data(), static_cast<int>(sealed.size()));
  std::string plain;
  if (!shake_hands())
    return plain;
  std::array<char, 16 * 1024> space{};
  for (;;) {
    ERR_clear_error();
    const auto got = SSL_read(tls_.get(), space.data(), static_cast<int>(space.size()));
    if (got > 0) {
      plain.append(space.data(), static_cast<std::size_t>(got));
      continue;
    }
    const auto why = SSL_get_error(tls_.get(), got);
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_ZERO_RETURN)
      part(tls_.get());
    return plain;
  }
}

void tls_channel::seal(std::string_view plain) {
  if (is_open_)
    write(plain);
  else
    waiting_ += plain;
}

void tls_channel::write(std::string_view plain) {
  // Into memory all of it fits, in records of its own.
  constexpr std::size_t at_once = std::size_t{1} << 30;
  for (; !plain.empty(); plain.remove_prefix(std::min(plain.size(), at_once))) {
    const auto part_size = static_cast<int>(std::min(plain.size(), at_once));
    ERR_clear_error();
    if (SSL_write(tls_.get(), plain.data(), part_size) != part_size)
      part(tls_.get());
  }
}

std::string tls_channel::take_sealed() {
  auto* out = SSL_get_wbio(tls_.get());
  std::string bytes(BIO_ctrl_pending(out), '\0');
  if (!bytes.empty())
    BIO_read(out, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

peer_tls::peer_tls(const peer_papers& papers) : with_{SSL_CTX_new(TLS_method()), SSL_CTX_free} {
  if (!with_)
    throw std::bad_alloc{};
  auto* with = with_.get();
  ERR_clear_error();
  SSL_CTX_set_min_proto_version(with, TLS1_3_VERSION);
  SSL_CTX_set_default_passwd_cb(with, no_passphrase);
  // Connections last: nobody resumes a session.
  SSL_CTX_set_session_cache_mode(with, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(with, 0);
  if (SSL_CTX_load_verify_file(with, papers.authority.c_str()) != 1)
    refuse("authority", papers.authority);
  if (SSL_CTX_use_certificate_chain_file(with, papers.certificate.c_str()) != 1)
    refuse("certificate", papers.certificate);
  if (SSL_CTX_use_PrivateKey_file(with, papers.key.c_str(), SSL_FILETYPE_PEM) != 1)
    refuse("key", papers.key);
  SSL_CTX_set_verify(with, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

std::unique_ptr<tls_channel> peer_tls::dial() const {
  auto* tls = SSL_new(with_.get());
  if (tls != nullptr)
    SSL_set_connect_state(tls);
  return std::make_unique<tls_channel>(tls);
}

std::unique_ptr<tls_channel> peer_tls::answer() const {
  auto* tls = SSL_new(with_.get());
  if (tls != nullptr)
    SSL_set_accept_state(tls);
  return std::make_unique<tls_channel>(tls);
}

} // namespace frontrow
