#include "http/server/session.hpp"

#include <charconv>
#include <exception>

/// How a session serves a stream of events, and notices that its client is gone.
namespace frontrow::http {

namespace {

constexpr std::size_t ignored_max = 64 * 1'024; // bytes that a client may send into a stream

} // namespace

void session::watch() {
  line_.read_in_background(sink_, [self = shared_from_this()](std::size_t size) {
    self->sunk_ += size;
    if (size > 0 && self->sunk_ < ignored_max)
      return self->watch();
    self->is_gone_ = true;
    if (self->phase_ == phase::streaming)
      self->cancel_.emit(net::cancellation_type::terminal);
  });
}

/// A long poll whose client is gone gives its place back. Nothing else is cut short: whoever sends
/// something to be done may close his half, and wait for what came of it.
void session::watch_for_the_end() {
  if (request_.method != beast::http::verb::get)
    return;
  is_watched_ = true;
  line_.peek_in_background([self = shared_from_this()](bool is_over) {
    if (!is_over || !self->is_watched_)
      return;
    self->is_gone_ = true;
    self->cancel_.emit(net::cancellation_type::terminal);
  });
}

net::awaitable<std::optional<std::string>> session::next_piece(const event_source& events) {
  set_phase(phase::streaming, milliseconds::max());
  try {
    co_return co_await events();
  } catch (const std::exception& fault) {
    home_->house().parts.log_fault(request_.id, fault.what());
  } catch (...) {
    home_->house().parts.log_fault(request_.id, "threw what is no exception");
  }
  co_return std::nullopt;
}

net::awaitable<bool> session::send_piece(std::string_view piece) {
  if (piece.empty())
    co_return true; // an empty chunk would be the last one
  std::array<char, 24> size{};
  auto* end = std::to_chars(size.data(), size.data() + 16, piece.size(), 16).ptr;
  *end++ = '\r';
  *end++ = '\n';
  line_.begin_write();
  if (reader_.head_of().is_http_11) {
    line_.put({size.data(), static_cast<std::size_t>(end - size.data())});
    line_.put(piece);
    line_.put("\r\n");
  } else {
    line_.put(piece);
  }
  co_return co_await send_rest();
}

net::awaitable<bool> session::stream(response& answer) {
  // A stream ends with its connection: nobody asks for more on it.
  keep_alive_ = false;
  print_head(answer, 0);
  line_.begin_write();
  line_.put(head_);
  const bool is_11 = reader_.head_of().is_http_11;
  home_->now();
  bool goes_on = co_await send_rest();
  account(answer.status, head_.size());
  if (!goes_on || request_.method == beast::http::verb::head)
    co_return false;
  home_->counts.streams.add();
  sink_.resize(256);
  watch();
  goes_on = co_await send_piece(answer.body);
  while (goes_on && !is_gone_ && !home_->is_draining()) {
    const auto piece = co_await next_piece(answer.events);
    home_->now();
    if (!piece)
      break;
    if (is_gone_)
      break;
    goes_on = co_await send_piece(*piece);
  }
  if (goes_on && !is_gone_ && is_11) {
    line_.begin_write();
    line_.put("0\r\n\r\n");
    co_await send_rest();
  }
  home_->counts.streams.subtract();
  line_.close_sending();
  co_return false;
}

} // namespace frontrow::http
