#include "tests/http/support/caller.hpp"

#include "http/server/io_threads.hpp"

#include <boost/asio/co_spawn.hpp>

namespace frontrow::test {

made_request::made_request(http::beast::http::verb method, std::string target, std::string body)
    : target_(std::move(target)), body_(std::move(body)) {
  const std::string_view all = target_;
  const auto middle = all.find('?');
  request_.method = method;
  request_.path = all.substr(0, middle);
  if (middle != all.npos)
    request_.query = all.substr(middle + 1);
  request_.body = body_;
  request_.headers = &headers_;
  request_.id = "request-1";
  request_.peer = "192.0.2.1";
}

made_request& made_request::with(std::string_view header, std::string_view value) {
  headers_.set(boost::core::string_view{header.data(), header.size()},
               boost::core::string_view{value.data(), value.size()});
  return *this;
}

made_request& made_request::argument(std::string value) {
  request_.arguments.at(arguments_++) = std::move(value);
  return *this;
}

made_request get(std::string target) {
  return {http::beast::http::verb::get, std::move(target)};
}

made_request post(std::string target, std::string body) {
  return {http::beast::http::verb::post, std::move(target), std::move(body)};
}

caller::config::config() {
  http_settings wanted;
  wanted.threads = 1;
  http::use_io_threads(*this, wanted);
}

caller::caller() {
  context.doors = open_fake_house(system_, says);
  context.now = [] {
    return noon();
  };
}

caller::~caller() {
  const auto leave = [](const auto& door) {
    caf::anon_send_exit(door, caf::exit_reason::user_shutdown);
  };
  leave(context.doors.desk);
  leave(context.doors.schedules);
  leave(context.doors.wallets);
  leave(context.doors.queues);
  leave(context.doors.gate);
  leave(context.doors.programme);
  leave(context.doors.archive);
  leave(context.doors.feed);
  if (context.doors.outbox)
    leave(context.doors.outbox);
}

http::response caller::call(http::calling what, made_request& from) {
  auto& home = http::io_threads::of(system_)[0].context();
  return http::net::co_spawn(home, what(context, from.get()), http::net::use_future).get();
}

std::optional<std::string> caller::next(http::response& stream) {
  auto& home = http::io_threads::of(system_)[0].context();
  return http::net::co_spawn(home, stream.events(), http::net::use_future).get();
}

std::string body_of(const http::response& from) {
  auto out = from.body;
  if (from.pieces)
    for (std::size_t i = 0; i < from.pieces->size(); ++i)
      out += (i == 0 ? "" : ",") + *(*from.pieces)[i];
  return out + from.tail;
}

std::string header_of(const http::response& from, std::string_view name) {
  const auto start = std::string{name} + ": ";
  std::string_view rest = from.headers;
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    if (line.starts_with(start))
      return std::string{line.substr(start.size())};
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
  }
  return {};
}

printed_seats printed(std::vector<std::string> texts) {
  auto pieces = std::make_shared<std::vector<std::shared_ptr<const std::string>>>();
  for (auto& text : texts)
    pieces->push_back(std::make_shared<const std::string>(std::move(text)));
  return pieces;
}

instant noon(std::int64_t later) {
  using namespace std::chrono;
  return sys_days{2024y / January / 1} + hours{12} + milliseconds{later};
}

} // namespace frontrow::test
