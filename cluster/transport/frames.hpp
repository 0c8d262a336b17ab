#pragma once

#include "cluster/transport/peer_messages.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What goes over a connection between two nodes: frames behind their length. Whoever dials begins
/// with a hello, is welcomed or turned away, and calls; whoever was dialed replies. Newer releases
/// append to frames.
namespace frontrow {

struct peer_hello {
  std::uint32_t version = 0; // wire_version
  node_id from{};
  node_id to{}; // whom it means to speak with
};
struct peer_welcome {
  node_id from{};
};
/// The last that is said.
struct peer_refusal {
  std::string why;
};
/// Sent and echoed, so that both sides hear of each other. Passes no mailbox but the connection's.
struct peer_beat {};
struct numbered_call {
  std::uint64_t number = 0;
  call what;
};
struct numbered_reply {
  std::uint64_t number = 0;
  reply what;
};

/// Nothing: a kind that a newer release may send, to be passed over.
using frame = std::variant<std::monostate, peer_hello, peer_welcome, peer_refusal, peer_beat,
                           numbered_call, numbered_reply>;

/// The longest frame before the other is known, and from then on.
inline constexpr std::size_t hello_max = 512;
inline constexpr std::size_t frame_max = std::size_t{256} << 20;

/// With its length before it.
std::string print_frame(const frame&);
/// Nothing for what `print_frame`, of this release or another, cannot have written.
std::optional<frame> parse_frame(std::string_view behind_length);

/// Gathers what arrives and cuts it into frames. Needs no more memory than has arrived.
class frame_gatherer {
public:
  void add(std::string_view bytes) { bytes_.append(bytes); }

  /// From now on frames may be as long as this.
  void allow(std::size_t most) { most_ = most; }

  /// The next frame without its length, valid until the next call; nothing: more must arrive
  /// first, or, when `is_broken`, a frame is too long.
  std::optional<std::string_view> next();
  bool is_broken() const { return is_broken_; }

private:
  std::string bytes_;
  std::size_t begin_ = 0; // what is before was handed out
  std::size_t most_ = hello_max;
  bool is_broken_ = false;
};

} // namespace frontrow
