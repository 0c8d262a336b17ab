#include "http/server/listener.hpp"

#include <boost/asio/post.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string_view>

namespace frontrow::http {

namespace {

constexpr auto out_of_sockets_pause = milliseconds{100};

constexpr std::string_view full_answer = "HTTP/1.1 503 Service Unavailable\r\n"
                                         "Retry-After: 1\r\n"
                                         "Content-Length: 0\r\n"
                                         "Connection: close\r\n\r\n";

std::string name_of(const std::string& address, std::uint16_t port) {
  const bool is_v6 = address.find(':') != address.npos;
  return (is_v6 ? '[' + address + ']' : address) + ':' + std::to_string(port);
}

} // namespace

listener::listener(const std::string& address, std::uint16_t port, door at,
                   std::shared_ptr<edge_house> house,
                   std::vector<std::shared_ptr<edge_thread>> threads)
    : house_(std::move(house)), threads_(std::move(threads)),
      acceptor_(threads_.front()->context()), pause_(threads_.front()->context()), door_(at) {
  boost::system::error_code fault;
  const auto check = [&] {
    if (fault)
      throw std::runtime_error{"cannot listen on " + name_of(address, port) + ": "
                               + fault.message()};
  };
  const auto ip = net::ip::make_address(address == "localhost" ? "127.0.0.1" : address, fault);
  check();
  const net::ip::tcp::endpoint here{ip, port};
  acceptor_.open(here.protocol(), fault);
  check();
  acceptor_.set_option(net::socket_base::reuse_address{true}, fault);
  check();
  acceptor_.bind(here, fault);
  check();
  acceptor_.listen(net::socket_base::max_listen_connections, fault);
  check();
  acceptor_.native_non_blocking(true, fault);
  check();
}

std::uint16_t listener::port() const {
  return acceptor_.local_endpoint().port();
}

void listener::start() {
  wait();
}

void listener::stop() {
  boost::system::error_code ignored; // closed either way
  acceptor_.close(ignored);
  pause_.cancel();
}

void listener::wait() {
  acceptor_.async_wait(net::socket_base::wait_read,
                       [self = shared_from_this()](const boost::system::error_code& fault) {
                         if (!fault)
                           self->accept_all();
                       });
}

void listener::accept_all() {
  for (;;) {
    const int socket
        = ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) {
      deal(socket);
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK)
      return wait();
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      // Trying again at once would only spin: sockets come back when clients leave.
      pause_.expires_after(out_of_sockets_pause);
      pause_.async_wait([self = shared_from_this()](const boost::system::error_code& fault) {
        if (!fault)
          self->accept_all();
      });
      return;
    }
    if (errno == EBADF || errno == EINVAL)
      return; // stopped
  }
}

void listener::deal(int socket) {
  if (house_->connections.fetch_add(1) >= house_->wanted.http.connections_max)
    return refuse(socket);
  house_->accepted.fetch_add(1, std::memory_order_relaxed);
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  auto& home = threads_[turn_++ % threads_.size()];
  if (&home->context() == &threads_.front()->context())
    return home->serve(socket, door_);
  net::post(home->context(), [home, socket, at = door_] { home->serve(socket, at); });
}

void listener::refuse(int socket) {
  house_->connections.fetch_sub(1);
  house_->connections_refused.fetch_add(1, std::memory_order_relaxed);
  // One try: nobody waits for a client that is not let in, or for a handshake with it.
  const bool is_plain = door_ != door::gateway || !house_->parts.tls;
  if (is_plain
      && ::send(socket, full_answer.data(), full_answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
    ::shutdown(socket, SHUT_WR);
  ::close(socket);
}

} // namespace frontrow::http
