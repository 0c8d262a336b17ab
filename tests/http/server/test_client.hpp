#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace frontrow::test {

struct test_answer {
  unsigned status = 0;                        // 0: the connection ended instead
  std::map<std::string, std::string> headers; // names in small letters
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
  }
};

/// A client that says exactly what it is told to. Every wait of it ends after ten seconds, with an
/// exception that says what was waited for.
class test_client {
public:
  explicit test_client(std::uint16_t port);
  test_client(const test_client&) = delete;
  test_client& operator=(const test_client&) = delete;
  ~test_client();

  /// Fails when the server has closed already.
  bool send(std::string_view text);
  /// Ends this direction only.
  void finish();
  /// A small window, set before anything is sent.
  void read_slowly();

  /// The next answer, without its body when it is one to HEAD.
  test_answer read(bool is_to_head = false);
  test_answer ask(std::string_view text) {
    send(text);
    return read();
  }
  /// Reads up to and including this text.
  std::string read_until(std::string_view mark);
  /// Reads until the server closes; what came before.
  std::string read_to_end();
  /// Whether the server has closed without a further byte.
  bool is_ended();

private:
  bool fill(const char* wanted);
  std::string take(std::size_t size);

  int socket_;
  std::string seen_;
};

} // namespace frontrow::test
