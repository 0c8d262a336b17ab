#pragma once

#include "config/settings.hpp"
#include "http/server/tls_line.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace frontrow::http {

struct tls_figures {
  std::uint64_t reloads = 0;
  std::uint64_t reload_failures = 0;
  std::int64_t expiry = 0; // of the certificate in use, in seconds since 1970
};

/// The certificate and key that the public port shows, and what it agrees to with clients: TLS 1.2
/// or 1.3, forward secrecy always, HTTP/1.1 only. All of it may be called from any thread.
class tls_keys {
public:
  /// Reads both files. Throws `std::runtime_error` of one clear line when they cannot be used.
  explicit tls_keys(const tls_settings& wanted);
  tls_keys(const tls_keys&) = delete;
  tls_keys& operator=(const tls_keys&) = delete;
  ~tls_keys();

  /// Reads both files again, for connections from now on; those that there are go on. Throws as
  /// above, and then everything stays as it was.
  void reload();

  /// TLS for a client that has just come. Throws `std::bad_alloc`.
  std::unique_ptr<tls_line> greet(int socket) const;

  tls_figures figures() const;

  /// What the operator should hear about the files in use: one line each, mostly none.
  std::vector<std::string> worries() const;

private:
  std::shared_ptr<ssl_ctx_st> read() const;
  std::shared_ptr<ssl_ctx_st> current() const;

  tls_settings wanted_;
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> current_;
  std::atomic<std::uint64_t> reloads_{0};
  std::atomic<std::uint64_t> reload_failures_{0};
};

} // namespace frontrow::http
