#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace frontrow {

/// Tells the service manager how the server is, in the protocol of systemd's `sd_notify`: one
/// datagram a message to the socket that NOTIFY_SOCKET names. Without one it says nothing.
class notifier {
public:
  /// The process's own: reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  static notifier of_environment();

  explicit notifier(std::string socket = {},
                    std::optional<std::chrono::microseconds> patience = {});

  /// Lines such as `READY=1`. False when somebody should have heard it and could not.
  bool tell(std::string_view lines) const;

  /// How long the manager waits for the next `WATCHDOG=1` before it restarts the server; nothing
  /// when it does not watch.
  std::optional<std::chrono::microseconds> patience() const { return patience_; }

private:
  std::string socket_;
  std::optional<std::chrono::microseconds> patience_;
};

/// What to tell when stopping begins: requests have the grace to finish, and what was decided has
/// time to be saved, whatever the manager's own limit is.
std::string stopping_lines(std::chrono::microseconds grace);

} // namespace frontrow
