#pragma once

#include "http/server/edge_thread.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>
#include <vector>

namespace frontrow::http {

/// One listening port. Runs on the first io thread and deals what it accepts to all in turn.
class listener : public std::enable_shared_from_this<listener> {
public:
  /// Binds and listens. Throws `std::runtime_error` that names the address and the reason.
  listener(const std::string& address, std::uint16_t port, door at,
           std::shared_ptr<edge_house> house, std::vector<std::shared_ptr<edge_thread>> threads);

  std::uint16_t port() const;

  /// On the first io thread.
  void start();
  void stop();

private:
  void wait();
  void accept_all();
  void deal(int socket);
  void refuse(int socket);

  std::shared_ptr<edge_house> house_;
  std::vector<std::shared_ptr<edge_thread>> threads_;
  net::ip::tcp::acceptor acceptor_;
  net::steady_timer pause_;
  door door_;
  std::size_t turn_ = 0;
};

} // namespace frontrow::http
