#include "tests/http/server/edge_world.hpp"

#include "http/server/ask.hpp"
#include "http/server/io_threads.hpp"

#include <caf/all.hpp>

#include <stdexcept>

namespace frontrow::test {

struct hold_me {};
struct count_held {};
struct let_all_go {};
struct next_tick {};
struct tick_now {};

} // namespace frontrow::test

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::test::hold_me)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::test::count_held)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::test::let_all_go)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::test::next_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::test::tick_now)

namespace frontrow::test {

namespace {

using namespace frontrow::http;
using beast::http::verb;

struct keeper_state {
  keeper_state() = default;
  std::vector<caf::response_promise> held;
  std::vector<caf::response_promise> watching;
};

caf::behavior keep(caf::stateful_actor<keeper_state>* self) {
  const auto answer_all = [](std::vector<caf::response_promise>& all, const char* text) {
    for (auto& one : std::exchange(all, {}))
      one.deliver(std::string{text});
  };
  return {
      [self](hold_me) {
        self->state.held.push_back(self->make_response_promise());
        return self->state.held.back();
      },
      [self](next_tick) {
        self->state.watching.push_back(self->make_response_promise());
        return self->state.watching.back();
      },
      [self](count_held) {
        return static_cast<std::uint64_t>(self->state.held.size() + self->state.watching.size());
      },
      [=](let_all_go) { answer_all(self->state.held, "let go"); },
      [=](tick_now) { answer_all(self->state.watching, "tick"); },
  };
}

net::awaitable<response> say(std::string text) {
  response answer;
  answer.content_type = "text/plain";
  answer.body = std::move(text);
  co_return answer;
}

net::awaitable<response> held(caf::actor keeper) {
  const auto told = co_await ask<std::string>(keeper, hold_me{});
  response answer;
  answer.content_type = "text/plain";
  if (told)
    answer.body = *told;
  else
    answer.status = told.error() == caf::sec::request_timeout ? 504 : 503;
  co_return answer;
}

net::awaitable<response> large() {
  response answer;
  const auto piece = std::make_shared<const std::string>(std::string(65'535, 'x'));
  answer.body = "[";
  answer.pieces
      = std::make_shared<const std::vector<std::shared_ptr<const std::string>>>(256, piece);
  answer.tail = "]";
  co_return answer;
}

net::awaitable<response> ticks(caf::actor keeper) {
  response answer;
  answer.content_type = "text/event-stream";
  answer.body = ": begin\n\n";
  answer.events = [keeper]() -> net::awaitable<std::optional<std::string>> {
    const auto told
        = co_await ask<std::string>(keeper, next_tick{}, std::chrono::milliseconds{60'000});
    if (!told)
      co_return std::nullopt;
    co_return "data: " + *told + "\n\n";
  };
  co_return answer;
}

net::awaitable<response> fail() {
  throw std::runtime_error{"a bug"};
  co_return response{};
}

std::vector<route> make_routes(const caf::actor& keeper) {
  std::vector<route> rows;
  const auto add = [&](verb method, const char* path, endpoint answer) -> route& {
    rows.push_back({method, path, path, std::move(answer)});
    return rows.back();
  };
  add(verb::get, "/hello", [](const request&) { return say("hello"); });
  add(verb::post, "/echo", [](const request& asked) { return say(std::string{asked.body}); });
  add(verb::get, "/items/{id}", [](const request& asked) { return say(asked.arguments[0]); });
  add(verb::get, "/about", [](const request& asked) {
    return say(std::string{asked.id} + '|' + asked.peer + '|' + std::string{asked.query});
  });
  add(verb::get, "/large", [](const request&) { return large(); });
  add(verb::get, "/held", [=](const request&) { return held(keeper); });
  add(verb::post, "/held", [=](const request&) { return held(keeper); }).how = urgency::urgent;
  add(verb::get, "/throws", [](const request&) { return fail(); });
  add(verb::get, "/drill", [](const request&) { return say("drilled"); }).who = caller::operators;
  add(verb::get, "/ticks", [=](const request&) { return ticks(keeper); });
  add(verb::get, "/admin", [](const request&) { return say("admin"); }).where = ports::admin;
  add(verb::get, "/mine", [](const request&) { return say("mine"); }).is_personal = true;
  add(verb::get, "/app", [](const request&) { return say("app"); }).where = ports::app;
  return rows;
}

response print_error(const request& asked, edge_error why) {
  response answer;
  answer.status = status_of(why);
  answer.content_type = "text/plain";
  answer.body = "error " + std::to_string(static_cast<int>(why)) + " of " + std::string{asked.path};
  return answer;
}

settings changed(const std::function<void(settings&)>& change) {
  settings wanted;
  wanted.port = wanted.app_port = 0;
  wanted.operator_token = "open sesame";
  wanted.http.threads = 1;
  change(wanted);
  return wanted;
}

struct config : caf::actor_system_config {
  explicit config(const settings& wanted) { use_io_threads(*this, wanted.http); }
};

} // namespace

struct edge_world::body {
  explicit body(const settings& with) : wanted(with) {}

  settings wanted;
  config configuration{wanted};
  caf::actor_system system{configuration};
  caf::actor keeper = system.spawn(keep);
  std::unique_ptr<http::server> edge;
};

edge_world::edge_world(const std::function<void(settings&)>& change)
    : body_(std::make_unique<body>(changed(change))) {
  server_parts parts;
  parts.routes = make_routes(body_->keeper);
  parts.print_error = print_error;
  parts.log_fault = [this](std::string_view, std::string_view) {
    ++faults;
  };
  body_->edge = std::make_unique<http::server>(body_->system, body_->wanted, std::move(parts));
  body_->edge->listen();
}

edge_world::~edge_world() {
  body_->edge.reset();
  caf::anon_send_exit(body_->keeper, caf::exit_reason::user_shutdown);
  body_->keeper = nullptr;
}

http::server& edge_world::server() {
  return *body_->edge;
}

std::uint16_t edge_world::port() {
  return body_->edge->port();
}

void edge_world::wait_held(std::size_t count) {
  await("held questions", [&] {
    caf::scoped_actor self{body_->system};
    std::uint64_t now = 0;
    self->request(body_->keeper, std::chrono::seconds{5}, count_held{})
        .receive([&](std::uint64_t is) { now = is; }, [](caf::error&) {});
    return now == count;
  });
}

void edge_world::let_go() {
  caf::anon_send(body_->keeper, let_all_go{});
}

void edge_world::tick() {
  caf::anon_send(body_->keeper, tick_now{});
}

void await(const char* what, const std::function<bool()>& holds) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > limit)
      throw std::runtime_error{std::string{"waited in vain for "} + what};
    std::this_thread::yield();
  }
}

} // namespace frontrow::test
