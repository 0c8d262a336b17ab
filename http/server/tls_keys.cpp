#include "http/server/tls_keys.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <cstring>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string_view>

namespace frontrow::http {

namespace {

// Forward secrecy and authenticated encryption, or no connection. TLS 1.3 has nothing else.
constexpr auto ciphers_of_12 = "ECDHE+AESGCM:ECDHE+CHACHA20";

constexpr std::string_view spoken{"\x08http/1.1", 9};

constexpr std::time_t soon = 14 * 24 * 3'600;

struct free_key {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct free_bio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

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

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  auto* out = const_cast<unsigned char*>(*chosen);
  const auto found
      = SSL_select_next_proto(&out, size, reinterpret_cast<const unsigned char*>(spoken.data()),
                              static_cast<unsigned>(spoken.size()), offered, offered_size);
  *chosen = out;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void agree(SSL_CTX* with) {
  SSL_CTX_set_min_proto_version(with, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(with, ciphers_of_12);
  SSL_CTX_set_options(with, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
                                | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA
                                | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(with, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                             | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(with, 1);
  // Clients resume with tickets that they keep themselves; nothing is kept here for them.
  SSL_CTX_set_session_cache_mode(with, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(with, choose_protocol, nullptr);
}

std::time_t expiry_of(SSL_CTX* with) {
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(with)), &end) != 1)
    return 0;
  return timegm(&end);
}

} // namespace

tls_keys::tls_keys(const tls_settings& wanted) : wanted_(wanted), current_(read()) {
}

tls_keys::~tls_keys() = default;

std::shared_ptr<ssl_ctx_st> tls_keys::read() const {
  const std::shared_ptr<SSL_CTX> made{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
  if (!made)
    throw std::bad_alloc{};
  agree(made.get());
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(made.get(), wanted_.certificate.c_str()) != 1)
    refuse("certificate", wanted_.certificate);
  const std::unique_ptr<BIO, free_bio> file{BIO_new_file(wanted_.key.c_str(), "r")};
  if (!file)
    refuse("key", wanted_.key);
  const std::unique_ptr<EVP_PKEY, free_key> key{
      PEM_read_bio_PrivateKey(file.get(), nullptr, no_passphrase, nullptr)};
  if (!key)
    refuse("key", wanted_.key);
  if (X509_check_private_key(SSL_CTX_get0_certificate(made.get()), key.get()) != 1)
    throw std::runtime_error{"the key " + wanted_.key + " is not that of the certificate "
                             + wanted_.certificate};
  if (SSL_CTX_use_PrivateKey(made.get(), key.get()) != 1)
    refuse("key", wanted_.key);
  return made;
}

std::shared_ptr<ssl_ctx_st> tls_keys::current() const {
  const std::lock_guard lock{mutex_};
  return current_;
}

void tls_keys::reload() {
  std::shared_ptr<ssl_ctx_st> fresh;
  try {
    fresh = read();
  } catch (...) {
    reload_failures_.fetch_add(1);
    throw;
  }
  reloads_.fetch_add(1);
  const std::lock_guard lock{mutex_};
  current_.swap(fresh);
}

std::unique_ptr<tls_line> tls_keys::greet(int socket) const {
  return std::make_unique<tls_line>(SSL_new(current().get()), socket);
}

tls_figures tls_keys::figures() const {
  return {reloads_.load(), reload_failures_.load(), expiry_of(current().get())};
}

std::vector<std::string> tls_keys::worries() const {
  std::vector<std::string> all;
  struct ::stat key {};
  if (::stat(wanted_.key.c_str(), &key) == 0 && (key.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    all.push_back("others than its owner may use the key " + wanted_.key + ": chmod 600");
  const auto left = expiry_of(current().get()) - std::time(nullptr);
  if (left <= 0)
    all.push_back("the certificate " + wanted_.certificate + " has expired: clients refuse it");
  else if (left < soon)
    all.push_back("the certificate " + wanted_.certificate + " expires in "
                  + std::to_string(left / 3'600) + " hours");
  return all;
}

} // namespace frontrow::http
