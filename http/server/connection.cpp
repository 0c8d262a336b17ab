#include "http/server/connection.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace frontrow::http {

namespace {

constexpr std::size_t parts_max = 512; // of one system call; IOV_MAX is 1024

template <class Result>
using waiter = typename net::async_result<net::use_awaitable_t<>, void(Result)>::handler_type;

ssize_t send_once(int socket, std::span<iovec> parts) {
  constexpr int how = MSG_NOSIGNAL | MSG_DONTWAIT;
  if (parts.size() == 1)
    return ::send(socket, parts.front().iov_base, parts.front().iov_len, how);
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = std::min(parts.size(), parts_max);
  return ::sendmsg(socket, &message, how);
}

// Resumes a coroutine straight from the reactor. The bare socket's executor is cheaper than the
// coroutine's own, which is type-erased, and both are the same thread.
struct resume_with_size {
  waiter<std::size_t> then;

  void operator()(const boost::system::error_code& fault, std::size_t size) {
    then(fault ? std::size_t{0} : std::size_t{size});
  }
};

struct resume_with_success {
  waiter<bool> then;

  void operator()(const boost::system::error_code& fault) { then(!fault); }
};

} // namespace

net::ip::address connection::peer() const {
  boost::system::error_code fault;
  const auto other = socket_.remote_endpoint(fault);
  return fault ? net::ip::address{} : other.address();
}

net::awaitable<std::size_t> connection::read(std::span<char> into) {
  if (tls_)
    return read_tls(into);
  return net::async_initiate<const net::use_awaitable_t<>&, void(std::size_t)>(
      [this, into](waiter<std::size_t> then) {
        socket_.async_read_some(net::buffer(into.data(), into.size()),
                                resume_with_size{std::move(then)});
      },
      net::use_awaitable);
}

net::awaitable<bool> connection::wait_writable() {
  return net::async_initiate<const net::use_awaitable_t<>&, void(bool)>(
      [this](waiter<bool> then) {
        socket_.async_wait(socket::wait_write, resume_with_success{std::move(then)});
      },
      net::use_awaitable);
}

void connection::take_off(std::size_t size) noexcept {
  left_ -= size;
  while (next_ < parts_.size() && size >= parts_[next_].iov_len)
    size -= parts_[next_++].iov_len;
  if (size > 0) {
    parts_[next_].iov_base = static_cast<char*>(parts_[next_].iov_base) + size;
    parts_[next_].iov_len -= size;
  }
}

connection::sent connection::try_write() noexcept {
  if (tls_)
    return try_write_tls();
  while (left_ > 0) {
    const auto taken = send_once(socket_.native_handle(), std::span{parts_}.subspan(next_));
    if (taken < 0) {
      if (errno == EINTR)
        continue;
      return errno == EAGAIN || errno == EWOULDBLOCK ? sent::some : sent::gone;
    }
    take_off(static_cast<std::size_t>(taken));
  }
  return sent::all;
}

bool connection::is_over() noexcept {
  char next;
  const auto size = ::recv(socket_.native_handle(), &next, sizeof next, MSG_PEEK | MSG_DONTWAIT);
  return size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void connection::interrupt() noexcept {
  boost::system::error_code ignored; // there was nothing to interrupt
  socket_.cancel(ignored);
}

void connection::close_sending() noexcept {
  if (tls_)
    tls_->say_goodbye();
  boost::system::error_code ignored; // the client was faster
  socket_.shutdown(socket::shutdown_send, ignored);
}

void connection::close() noexcept {
  if (tls_) {
    tls_->say_goodbye();
    tls_->let_go();
  }
  boost::system::error_code ignored; // it is gone either way
  socket_.close(ignored);
}

} // namespace frontrow::http
