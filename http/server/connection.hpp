#pragma once

#include "http/server/tls_line.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <sys/uio.h>

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace frontrow::http {

namespace net = boost::asio;

/// One client's socket, behind TLS where there is TLS. Never throws: a client that is gone reads as
/// the end.
class connection {
public:
  using socket = net::basic_stream_socket<net::ip::tcp, net::io_context::executor_type>;

  /// Plain without `tls`.
  connection(socket from, std::unique_ptr<tls_line> tls)
      : socket_(std::move(from)), tls_(std::move(tls)) {}

  /// The other end; no address when it is gone already.
  net::ip::address peer() const;

  bool is_tls() const noexcept { return tls_ != nullptr; }

  /// Goes on with the TLS handshake. Nothing may be read or written before it is done.
  tls_line::state shake_hands() noexcept { return tls_->shake_hands(); }
  /// Waits for what the handshake wants; false when the connection ended instead.
  net::awaitable<bool> wait_for(tls_line::state wanted);
  /// Speaks plainly from now on, to a client that spoke no TLS.
  void drop_tls() noexcept { tls_.reset(); }

  /// Waits for bytes; 0 at the end, however the connection ended or was cut off.
  net::awaitable<std::size_t> read(std::span<char> into);

  /// Calls `then(bytes)` once there are bytes, or with 0 at the end.
  template <class Then>
  void read_in_background(std::span<char> into, Then then) {
    if (tls_)
      return read_tls_in_background(into, std::move(then));
    socket_.async_read_some(
        net::buffer(into.data(), into.size()),
        [then = std::move(then)](const boost::system::error_code& fault, std::size_t size) mutable {
          then(fault ? 0 : size);
        });
  }

  /// Calls `then(is_over)` once there is something to read: whether that is the end. Takes nothing.
  /// Not called when it was interrupted before.
  template <class Then>
  void peek_in_background(Then then) {
    socket_.async_wait(socket::wait_read, [this, then = std::move(then)](
                                              const boost::system::error_code& fault) mutable {
      if (!fault)
        then(is_over());
    });
  }

  /// Begins a gathered write. The texts must live until it is finished.
  void begin_write() {
    parts_.clear();
    next_ = 0;
    left_ = 0;
  }
  void put(std::string_view text) {
    if (text.empty())
      return;
    parts_.push_back({const_cast<char*>(text.data()), text.size()});
    left_ += text.size();
  }
  std::size_t left() const noexcept { return left_; }

  enum class sent : unsigned char { all, some, gone };

  /// Writes what the socket takes at once.
  sent try_write() noexcept;

  /// Waits until the socket takes more; false when it ended instead.
  net::awaitable<bool> wait_writable();

  /// Wakes whoever reads or writes with the end, and leaves the socket open.
  void interrupt() noexcept;
  void close_sending() noexcept;
  void close() noexcept;

private:
  bool is_over() noexcept;
  net::awaitable<std::size_t> read_tls(std::span<char> into);
  void read_tls_in_background(std::span<char> into, std::function<void(std::size_t)> then);
  sent try_write_tls() noexcept;
  void take_off(std::size_t size) noexcept;

  socket socket_;
  std::unique_ptr<tls_line> tls_;
  std::vector<iovec> parts_;
  std::size_t next_ = 0;
  std::size_t left_ = 0;
};

} // namespace frontrow::http
