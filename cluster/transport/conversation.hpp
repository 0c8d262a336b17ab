#pragma once

#include "cluster/transport/frames.hpp"
#include "cluster/transport/tls_channel.hpp"

#include <caf/io/abstract_broker.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace frontrow {

/// One connection, as a broker has it: frames in and out, under TLS or not. Belongs to the
/// broker's thread. Whoever cannot be understood any more throws runtime_error from `hear`, `next`
/// and `say`.
class conversation {
public:
  /// The broker reads whatever arrives from now on. @param tls Null: without.
  conversation(caf::io::abstract_broker*, caf::io::connection_handle, std::unique_ptr<tls_channel>);
  /// Cuts the line at once: what was not sent is lost, and nobody lingers.
  ~conversation();
  conversation(const conversation&) = delete;
  conversation& operator=(const conversation&) = delete;

  bool is_on(caf::io::connection_handle line) const { return line == line_; }

  void hear(const std::vector<char>& bytes);
  /// What has been heard whole, in order; nothing: no more.
  std::optional<frame> next();
  /// Who he is is known: he may send long frames.
  void trust() { heard_.allow(frame_max); }

  void say(const frame&);
  /// Says it if that can be done without waiting.
  void say_last(const frame&);

  /// How much waits for the other to read it.
  std::size_t unread() const;

private:
  void send();

  caf::io::abstract_broker* self_;
  caf::io::connection_handle line_;
  std::unique_ptr<tls_channel> tls_;
  frame_gatherer heard_;
};

/// A stranger who connects to the address, or a peer who is dialed: a socket that notices within
/// half a minute when the other's machine is gone. Owned by whoever has it; -1: none.
struct peer_socket {
  int fd = -1;
  std::string why_not; // empty: there is one
};

/// Begins to connect, and does not wait for it.
peer_socket dial_peer(const std::string& address);
/// Listens on a numeric address and port; port 0 lets the system pick one.
peer_socket listen_for_peers(const std::string& address);
/// The address that it got: "127.0.0.1:8091".
std::string address_of(const peer_socket&);

/// Why nodes should not listen there without TLS: it is no address, it is all addresses, or one
/// that the world may reach. Empty: they may.
std::string why_not_in_clear(const std::string& address);

} // namespace frontrow
