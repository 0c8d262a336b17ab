#pragma once

#include "http/endpoint.hpp"
#include "tests/http/support/fake_house.hpp"

#include <boost/asio/use_future.hpp>

namespace frontrow::test {

/// A request that owns its texts.
class made_request {
public:
  made_request(http::beast::http::verb, std::string target, std::string body = {});
  made_request(const made_request&) = delete;

  made_request& with(std::string_view header, std::string_view value);
  made_request& argument(std::string value);
  http::request& get() { return request_; }

private:
  std::string target_;
  std::string body_;
  http::beast::http::fields headers_;
  http::request request_;
  std::size_t arguments_ = 0;
};

made_request get(std::string target);
made_request post(std::string target, std::string body);

/// Endpoints over a fake house, called one after the other on an io thread.
class caller {
public:
  caller();
  ~caller();

  http::response call(http::calling, made_request&);
  http::response call(http::calling what, made_request&& from) { return call(what, from); }
  /// The next piece of a stream.
  std::optional<std::string> next(http::response&);

  script says;
  http::context context;

private:
  struct config : caf::actor_system_config {
    config();
  };

  config config_;
  caf::actor_system system_{config_};
};

/// Everything that a client would get as the body.
std::string body_of(const http::response&);
/// The value of a header line, empty when absent.
std::string header_of(const http::response&, std::string_view name);

/// Pieces as a schedule prints them.
printed_seats printed(std::vector<std::string>);

/// 2024-01-01T12:00:00Z, plus so many milliseconds.
instant noon(std::int64_t later = 0);

} // namespace frontrow::test
