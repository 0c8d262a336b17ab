#pragma once

#include "config/settings.hpp"

#include <string>
#include <vector>

#include <sys/types.h>

namespace frontrow::test {

/// A Redis of the test's own, on a port that is free; it ends with the test. Keeps nothing on disk.
class private_redis {
public:
  /// @param flags More of its flags, such as {"--requirepass", "secret"}.
  explicit private_redis(std::vector<std::string> flags = {});
  ~private_redis();
  private_redis(const private_redis&) = delete;
  private_redis& operator=(const private_redis&) = delete;

  /// How to reach it.
  redis_settings settings() const;

  /// As kill -9 does. Its memory is gone.
  void kill();
  /// After kill: again on the same port.
  void start();
  /// It takes connections but answers nothing, until `resume`.
  void stall();
  void resume();

private:
  std::vector<std::string> flags_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

} // namespace frontrow::test
