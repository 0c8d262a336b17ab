#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct ssl_st;

namespace frontrow::http {

/// The server's side of TLS on one connection, over a socket that does not block and belongs to
/// somebody else. Never throws. Says what it waits for instead of waiting.
class tls_line {
public:
  enum class state : std::uint8_t {
    done,
    wants_read,  // again once the socket can be read
    wants_write, // again once the socket can be written
    plain_http,  // of a handshake: the client speaks HTTP without TLS
    ended,       // for good: the client is gone, or did what TLS does not allow
  };
  struct progress {
    state is;
    std::size_t size = 0; // bytes that were read or written when it is done
  };

  /// Takes the connection over from `tls_keys`.
  tls_line(ssl_st* line, int socket);
  tls_line(const tls_line&) = delete;
  tls_line& operator=(const tls_line&) = delete;
  ~tls_line();

  state shake_hands() noexcept;
  progress read(std::span<char> into) noexcept;
  /// Takes a part of the text. What wanted more before has to come again, with the same bytes.
  progress write(std::string_view text) noexcept;

  /// Tells the client that nothing more comes (close_notify), once, if it can be told at once.
  void say_goodbye() noexcept;
  /// The socket is about to be closed: it is not touched any more, and all has ended.
  void let_go() noexcept;

private:
  struct free_line {
    void operator()(ssl_st* line) const noexcept;
  };

  state after(int result) noexcept;

  std::unique_ptr<ssl_st, free_line> line_;
  bool is_greeted_ = false;
  bool has_ended_ = false;
  bool has_said_goodbye_ = false;
};

} // namespace frontrow::http
