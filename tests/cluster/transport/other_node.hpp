#pragma once

#include "cluster/transport/peer_link.hpp"

#include <string>
#include <vector>

#include <sys/types.h>

namespace frontrow::test {

/// What the front of another node does with a call, by its kind.
namespace other {
inline constexpr std::uint16_t echo = 1;
inline constexpr std::uint16_t never = 2;  // answers never
inline constexpr std::uint16_t stall = 3;  // the front does nothing until `wake`
inline constexpr std::uint16_t refuse = 4; // store_failure::full
inline constexpr std::uint16_t much = 5;   // answers a megabyte
} // namespace other

/// A process of its own with a node port.
class other_node {
public:
  struct plan {
    std::uint64_t id = 2;
    std::string address = "127.0.0.1:0";
    peer_papers papers{}; // no authority: without TLS
    std::string silence_ms = "1000";
  };

  explicit other_node(plan how);
  ~other_node();
  other_node(const other_node&) = delete;
  other_node& operator=(const other_node&) = delete;

  const std::string& address() const { return address_; }
  pid_t process() const { return process_; }

  void stop(); // as SIGSTOP does
  void go_on();
  void kill();
  /// Ends a stall.
  void wake();

private:
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string address_;
};

} // namespace frontrow::test
