#include "cluster/transport/conversation.hpp"

#include <stdexcept>

#include <sys/socket.h>

namespace frontrow {

namespace {

constexpr std::size_t piece = 64 * 1024;

// CAF numbers connections by their sockets.
int socket_of(caf::io::connection_handle line) {
  return static_cast<int>(line.id());
}

} // namespace

conversation::conversation(caf::io::abstract_broker* self, caf::io::connection_handle line,
                           std::unique_ptr<tls_channel> tls)
    : self_{self}, line_{line}, tls_{std::move(tls)} {
  self_->configure_read(line_, caf::io::receive_policy::at_most(piece));
  send();
}

conversation::~conversation() {
  // CAF would wait until all is sent and the other closes: one that hangs never does.
  if (self_->valid(line_))
    ::shutdown(socket_of(line_), SHUT_RDWR);
}

void conversation::hear(const std::vector<char>& bytes) {
  const std::string_view arrived{bytes.data(), bytes.size()};
  if (!tls_)
    return heard_.add(arrived);
  heard_.add(tls_->open(arrived));
  send();
}

std::optional<frame> conversation::next() {
  const auto found = heard_.next();
  if (heard_.is_broken())
    throw std::runtime_error{"what it sends is no language of ours"};
  if (!found)
    return std::nullopt;
  auto read = parse_frame(*found);
  if (!read)
    throw std::runtime_error{"what it sends is no language of ours"};
  return read;
}

void conversation::say(const frame& what) {
  const auto bytes = print_frame(what);
  if (tls_) {
    tls_->seal(bytes);
    return send();
  }
  self_->write(line_, bytes.size(), bytes.data());
  self_->flush(line_);
}

void conversation::say_last(const frame& what) {
  auto bytes = print_frame(what);
  if (tls_) {
    tls_->seal(bytes);
    bytes = tls_->take_sealed();
  }
  if (self_->valid(line_) && unread() == 0)
    ::send(socket_of(line_), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

std::size_t conversation::unread() const {
  return self_->valid(line_) ? self_->wr_buf(line_).size() : 0;
}

void conversation::send() {
  if (!tls_)
    return;
  const auto bytes = tls_->take_sealed();
  if (bytes.empty())
    return;
  self_->write(line_, bytes.size(), bytes.data());
  self_->flush(line_);
}

} // namespace frontrow
