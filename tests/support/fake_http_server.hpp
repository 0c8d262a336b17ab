#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

/// A small HTTP server for tests of clients: one thread, any port that is free.
namespace frontrow::test {

struct fake_request {
  std::string method;
  std::string target;
  std::string head;
  std::string body;

  /// The name as the client writes it.
  std::string header(std::string_view name) const;
};

struct fake_response {
  unsigned status = 200;
  std::string body{};
  std::string headers{}; // lines ended by CRLF
};

class fake_http_server {
public:
  /// Answers requests, on the server's thread. Nothing: the connection is closed unanswered.
  using handler = std::function<std::optional<fake_response>(const fake_request&)>;

  explicit fake_http_server(handler);
  ~fake_http_server();
  fake_http_server(const fake_http_server&) = delete;
  fake_http_server& operator=(const fake_http_server&) = delete;

  /// `http://127.0.0.1:port`
  std::string url() const;

private:
  void serve();
  bool read_from(int socket, std::string& pending);
  bool answer(int socket, std::string& pending);

  handler handler_;
  int listener_ = -1;
  int stop_ = -1;
  std::map<int, std::string> clients_; // what has come and is not answered
  std::thread thread_;
};

} // namespace frontrow::test
