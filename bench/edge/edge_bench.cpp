#include "http/server/ask.hpp"
#include "http/server/io_threads.hpp"
#include "http/server/server.hpp"

#include <caf/all.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>

/// Serves the same text with and without asking an actor for it, for `compare.py` to measure.
/// Prints its port and ends by itself.
///
///   frontrow_edge_bench <body bytes> <io threads> <seconds>

using namespace frontrow;
using namespace frontrow::http;

namespace {

struct read_text {};
struct text {
  std::string body;
};

using text_actor = caf::typed_actor<caf::replies_to<read_text>::with<text>>;

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(read_text)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(text)

namespace {

text_actor::behavior_type keep_text(text_actor::pointer, std::string body) {
  return {[body = std::move(body)](const read_text&) {
    return text{body};
  }};
}

net::awaitable<response> answer(std::string body) {
  response answer;
  answer.body = std::move(body);
  co_return answer;
}

net::awaitable<response> answer_by(const text_actor& whom) {
  auto told = co_await ask<text>(whom, read_text{});
  response answer;
  if (told)
    answer.body = std::move(told->body);
  else
    answer.status = 503;
  co_return answer;
}

} // namespace

int main(int count, char** arguments) {
  const auto number = [&](int index, int otherwise) {
    return index < count ? std::atoi(arguments[index]) : otherwise;
  };
  settings wanted;
  wanted.port = 0;
  wanted.app_port = 0;
  wanted.http.threads = static_cast<std::uint32_t>(number(2, 1));
  const std::string body(static_cast<std::size_t>(number(1, 65)), 'x');

  caf::actor_system_config config;
  use_io_threads(config, wanted.http);
  caf::actor_system system{config};
  auto keeper = system.spawn(keep_text, body);
  server_parts parts;
  parts.print_error = [](const request&, edge_error why) {
    response refusal;
    refusal.status = status_of(why);
    return refusal;
  };
  const auto get = beast::http::verb::get;
  parts.routes.push_back({get, "/direct", "direct", [&](const request&) {
                            return answer(body);
                          }});
  parts.routes.push_back({get, "/asked/{id}", "asked", [&](const request&) {
                            return answer_by(keeper);
                          }});
  {
    server edge{system, wanted, std::move(parts)};
    edge.listen();
    std::cout << edge.port() << std::endl;
    std::this_thread::sleep_for(std::chrono::seconds{number(3, 10)});
    edge.drain(std::chrono::seconds{1});
  }
  caf::anon_send_exit(keeper, caf::exit_reason::user_shutdown);
}
