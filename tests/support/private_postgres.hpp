#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace frontrow::test {

/// A PostgreSQL server of the test's own, in a folder of its own, on a free loopback port; both end
/// with it. Runs as the user `postgres` when the test is root, for the server refuses root.
class private_postgres {
public:
  /// @param flags More settings, such as {"max_connections=5"}. Nothing is flushed to the disk
  /// unless they say "fsync=on": what is killed is a process, never the machine.
  explicit private_postgres(std::vector<std::string> flags = {});
  ~private_postgres();
  private_postgres(const private_postgres&) = delete;
  private_postgres& operator=(const private_postgres&) = delete;

  /// The address of one of its databases.
  std::string url(const std::string& database) const;
  std::uint16_t port() const { return port_; }

  /// A fresh, empty database, and its address.
  std::string fresh_database(const std::string& how = "");
  /// Runs statements as the superuser, each on its own; the first column of the last row.
  std::string run(const std::string& sql, const std::string& database = "postgres") const;

  /// As kill -9 of all of its processes does.
  void kill();
  /// All of its processes stand still, and say nothing, until `resume`.
  void stall();
  void resume();
  /// Ends at once, telling its clients.
  void stop();
  /// After `kill` or `stop`: again on the same port, with the same data.
  void start(std::vector<std::string> more = {});

  /// While it is down: from the next start it follows a primary that is not there.
  void make_standby();

private:
  void make_cluster();
  bool is_up() const;
  void signal_all(int what);

  std::filesystem::path folder_;
  std::vector<std::string> flags_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
  int databases_ = 0;
};

/// The one that all tests of a program share; started at its first use.
private_postgres& shared_postgres();

} // namespace frontrow::test
