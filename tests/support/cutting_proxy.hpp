#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace frontrow::test {

/// Stands between a client and a server on loopback, and cuts the line at the worst moment.
class cutting_proxy {
public:
  /// When the line goes; what is armed happens once.
  enum class cut : std::uint8_t {
    never,
    before_request, // the request never reaches the server
    after_request,  // the server gets it, and its answer goes nowhere
    after_answer,   // the client hears, and finds the line dead with the next request
  };

  explicit cutting_proxy(std::uint16_t server);
  ~cutting_proxy();
  cutting_proxy(const cutting_proxy&) = delete;
  cutting_proxy& operator=(const cutting_proxy&) = delete;

  std::uint16_t port() const { return port_; }
  /// At the next request that holds these bytes.
  void arm(cut when, std::string in_request);
  /// Likewise, and shuts with the cut.
  void arm_and_shut(cut when, std::string in_request);
  /// Whether what was armed has happened.
  bool has_cut() const { return when_ == cut::never; }
  /// While shut it takes nobody, and those it has it cuts.
  void shut(bool is_shut);

private:
  struct line {
    int client = -1;
    int server = -1;
  };

  void run();
  void welcome();
  bool carry_request(line&);
  bool carry_answer(line&);
  void happen();
  static void end(line&);

  std::uint16_t server_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  int wake_[2] = {-1, -1};
  std::atomic<cut> when_{cut::never};
  std::atomic<bool> is_shut_{false};
  bool shuts_with_cut_ = false;
  std::mutex guard_;
  std::string in_request_;
  std::vector<line> lines_;
  std::thread thread_;
};

} // namespace frontrow::test
