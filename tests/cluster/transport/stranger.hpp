#pragma once

#include "cluster/transport/conversation.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace frontrow::test {

/// Somebody who connects to a node port without being a node.
class stranger {
public:
  explicit stranger(const std::string& address) : fd_{dial_peer(address).fd} {
    await(POLLOUT);
    fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) & ~O_NONBLOCK);
  }
  ~stranger() { close(fd_); }
  stranger(const stranger&) = delete;
  stranger& operator=(const stranger&) = delete;

  /// Says as much of it as is taken.
  void say(std::string_view bytes) { send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

  /// What comes next; nothing: the other hung up.
  std::string hear() {
    await(POLLIN);
    std::array<char, 4096> space{};
    const auto got = recv(fd_, space.data(), space.size(), 0);
    return {space.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
  }

  /// Waits for it; false when something is said instead.
  bool is_cut_off() { return hear().empty(); }

private:
  void await(short what) const {
    pollfd line{fd_, what, 0};
    if (poll(&line, 1, 20'000) != 1)
      throw std::runtime_error{"a stranger waited for the node port"};
  }

  int fd_;
};

} // namespace frontrow::test
