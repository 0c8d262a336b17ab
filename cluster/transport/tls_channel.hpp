#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace frontrow {

/// The files between nodes: a node shows its certificate, and believes nobody whose certificate the
/// authority did not sign.
struct peer_papers {
  std::string authority;   // PEM: the certificates that are believed
  std::string certificate; // PEM: this node's, then those that lead to the authority
  std::string key;         // PEM, without a passphrase
};

/// One connection's TLS: between the bytes on the socket and what they say. It touches no socket.
class tls_channel {
public:
  explicit tls_channel(ssl_st* takes);

  /// Takes what came from the socket, and says what it means. Throws runtime_error when the other
  /// is not to be spoken with; what `take_sealed` has then should still reach him.
  std::string open(std::string_view sealed);

  /// To be sealed; before both know each other it waits.
  void seal(std::string_view plain);

  /// What has to go to the socket.
  std::string take_sealed();

private:
  struct free_ssl {
    void operator()(ssl_st*) const;
  };

  bool shake_hands();
  void write(std::string_view plain);

  std::unique_ptr<ssl_st, free_ssl> tls_;
  std::string waiting_;
  bool is_open_ = false;
};

/// The papers of a node, read. Any thread.
class peer_tls {
public:
  /// Throws runtime_error with one line for the operator.
  explicit peer_tls(const peer_papers&);

  std::unique_ptr<tls_channel> dial() const;
  std::unique_ptr<tls_channel> answer() const;

private:
  std::shared_ptr<ssl_ctx_st> with_;
};

} // namespace frontrow
