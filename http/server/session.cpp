#include "http/server/session.hpp"

#include "http/server/operator_token.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>

namespace frontrow::http {

namespace {

using beast::http::verb;

constexpr auto for_ever = milliseconds::max();
constexpr auto linger_limit = milliseconds{1'000};
constexpr std::size_t linger_bytes_max = 256 * 1'024;
// Who asked for what takes longer may have gone meanwhile.
constexpr auto watched_after = milliseconds{1'000};

// Gives back a request's place among those in flight, however it ends.
class in_flight {
public:
  explicit in_flight(edge_thread& home) : home_(home) {}
  in_flight(const in_flight&) = delete;
  in_flight& operator=(const in_flight&) = delete;
  ~in_flight() { home_.release(); }

private:
  edge_thread& home_;
};

} // namespace

session::session(std::shared_ptr<edge_thread> home, connection line, door at)
    : home_(std::move(home)), line_(std::move(line)), reader_(wanted().http.header_max), door_(at) {
  peer_ = line_.peer();
  peer_text_ = peer_.to_string();
  request_.headers = &reader_.fields();
  request_.at_app_port = at == door::app;
  home_->enter(*this);
}

session::~session() {
  home_->leave(*this);
}

void session::set_phase(phase next, milliseconds limit) {
  phase_ = next;
  due_ = limit == for_ever ? edge_thread::clock::time_point::max() : home_->about_now() + limit;
}

void session::check(edge_thread::clock::time_point now) {
  if (now < due_)
    return;
  due_ = edge_thread::clock::time_point::max();
  if (phase_ == phase::working)
    return watch_for_the_end();
  expired_ = true;
  if (phase_ != phase::idle && phase_ != phase::lingering)
    home_->counts.timed_out.add();
  if (phase_ == phase::writing)
    line_.close();
  else
    line_.interrupt();
}

void session::drain() {
  const bool reads_head = phase_ == phase::idle || phase_ == phase::head;
  if (reads_head && reader_.is_idle())
    line_.interrupt();
  else if (phase_ == phase::streaming)
    cancel_.emit(net::cancellation_type::terminal);
}

void session::cut() {
  line_.close();
  cancel_.emit(net::cancellation_type::terminal);
}

net::awaitable<void> session::run() {
  // A cancelled question answers with an error; nothing else needs to be torn down by exceptions.
  co_await net::this_coro::throw_if_cancelled(false);
  set_phase(phase::head, wanted().http.head_timeout);
  bool goes_on = true;
  if (line_.is_tls())
    goes_on = co_await shake_hands();
  // Not `while (co_await …)`: g++ 12 lays the frame out wrongly for it.
  while (goes_on) {
    goes_on = co_await serve_one();
    if (goes_on)
      set_phase(phase::idle, wanted().http.idle_timeout);
  }
  if (lingers_)
    co_await linger();
  line_.close();
}

net::awaitable<bool> session::serve_one() {
  if (!co_await read_head())
    co_return false;
  begin_request();
  const auto& rows = home_->house().table.rows();
  const bool is_routed = match_.row != route_match::none;
  const auto own_max = is_routed ? rows[match_.row].body_max : 0;
  if (reader_.has_body() && !co_await read_body(own_max > 0 ? own_max : wanted().http.body_max))
    co_return false;
  describe_request();
  if (is_routed)
    co_return co_await work(rows[match_.row]);
  response answer;
  if (request_.method == verb::options && (match_.is_path_known || request_.path == "*"))
    answer = options_answer();
  else
    answer
        = refusal_of(match_.is_path_known ? edge_error::method_not_allowed : edge_error::not_found);
  co_return co_await finish(answer);
}

net::awaitable<bool> session::read_head() {
  for (;;) {
    switch (reader_.read_head()) {
    case request_reader::step::ready:
      co_return true;
    case request_reader::step::refused:
      co_await refuse(reader_.why());
      co_return false;
    case request_reader::step::more:
      break;
    }
    if (reader_.is_idle() && home_->is_draining())
      co_return false;
    if (phase_ == phase::idle && !reader_.is_idle())
      set_phase(phase::head, wanted().http.head_timeout);
    const auto size = co_await line_.read(reader_.room());
    if (size == 0) {
      if (expired_ && !reader_.is_idle())
        co_await refuse(edge_error::timeout);
      co_return false;
    }
    reader_.add(size);
  }
}

net::awaitable<bool> session::read_body(std::uint32_t body_max) {
  set_phase(phase::body, wanted().http.body_timeout);
  bool is_welcome = reader_.head_of().expects_continue && !reader_.has_begun_body();
  for (;;) {
    switch (reader_.read_body(body_max)) {
    case request_reader::step::ready:
      co_return true;
    case request_reader::step::refused:
      co_await refuse(reader_.why());
      co_return false;
    case request_reader::step::more:
      break;
    }
    if (std::exchange(is_welcome, false)) {
      line_.begin_write();
      line_.put("HTTP/1.1 100 Continue\r\n\r\n");
      if (!co_await send_rest())
        co_return false;
      set_phase(phase::body, wanted().http.body_timeout);
    }
    const auto size = co_await line_.read(reader_.room());
    if (size == 0) {
      if (expired_)
        co_await refuse(edge_error::timeout);
      co_return false;
    }
    reader_.add(size);
  }
}

net::awaitable<bool> session::work(const route& row) {
  response answer;
  auto refused = edge_error::none;
  if (row.who == caller::operators || row.who == caller::readers)
    refused
        = check_role(wanted().operator_token, wanted().reader_token,
                     reader_.text(reader_.head_of().operator_token), row.who == caller::operators);
  if (refused == edge_error::none && !home_->admit(row.how))
    refused = edge_error::overloaded;
  if (refused != edge_error::none) {
    answer = refusal_of(refused);
    co_return co_await finish(answer);
  }
  {
    const in_flight place{*home_};
    set_phase(phase::working, watched_after);
    try {
      std::optional<response> instead;
      if (home_->house().parts.screen)
        instead = home_->house().parts.screen(request_, row, begun_);
      if (instead)
        answer = std::move(*instead);
      else
        answer = co_await row.answer(request_);
    } catch (const std::exception& fault) {
      home_->house().parts.log_fault(request_.id, fault.what());
      answer = refusal_of(edge_error::internal);
    } catch (...) {
      home_->house().parts.log_fault(request_.id, "threw what is no exception");
      answer = refusal_of(edge_error::internal);
    }
  }
  if (std::exchange(is_watched_, false))
    line_.interrupt();
  if (is_gone_)
    co_return false;
  if (answer.events)
    co_return co_await stream(answer);
  co_return co_await finish(answer);
}

net::awaitable<void> session::refuse(edge_error why) {
  if (phase_ != phase::body)
    begin_request();
  describe_request();
  keep_alive_ = false;
  auto answer = refusal_of(why);
  co_await finish(answer);
}

net::awaitable<bool> session::finish(response& answer) {
  gather(answer);
  const auto size = line_.left();
  const auto now = line_.try_write();
  bool is_sent = now == connection::sent::all;
  if (now == connection::sent::some)
    is_sent = co_await send_rest();
  account(answer.status, size);
  lingers_ = is_sent && !keep_alive_;
  if (lingers_ || !is_sent)
    co_return false;
  reader_.next();
  co_return true;
}

net::awaitable<bool> session::send_rest() {
  // The limit is for every so many bytes: who reads slowly but steadily may read for long.
  constexpr std::size_t share = 64 * 1'024;
  set_phase(phase::writing, wanted().http.body_timeout);
  auto mark = line_.left();
  for (;;) {
    switch (line_.try_write()) {
    case connection::sent::all:
      co_return true;
    case connection::sent::gone:
      co_return false;
    case connection::sent::some:
      break;
    }
    if (line_.left() + share <= mark) {
      mark = line_.left();
      set_phase(phase::writing, wanted().http.body_timeout);
    }
    if (!co_await line_.wait_writable())
      co_return false;
  }
}

net::awaitable<void> session::linger() {
  // Closing with bytes unread would reset the connection, and the client might lose the answer.
  line_.close_sending();
  home_->now();
  set_phase(phase::lingering, linger_limit);
  std::array<char, 1'024> unread;
  for (std::size_t total = 0; total < linger_bytes_max;) {
    const auto size = co_await line_.read(unread);
    if (size == 0)
      break;
    total += size;
  }
}

void session::start() {
  net::co_spawn(
      home_->context(), [self = shared_from_this()] { return self->run(); },
      net::bind_cancellation_slot(cancel_.slot(), net::detached));
}

} // namespace frontrow::http
