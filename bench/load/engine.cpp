#include "bench/load/engine.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace frontrow::load {

namespace {

constexpr std::size_t backlog_max = 2'000'000;
constexpr auto expiry_tick = std::chrono::milliseconds{5};

} // namespace

/// One connection, and the call it carries.
struct engine::connection {
  const target* to = nullptr;
  int socket = -1;
  bool is_busy = false;
  bool waits_to_write = false;
  std::size_t written = 0;
  call current;
  steady::time_point deadline{};
  response_parser parser;
};

engine::engine(const std::vector<target>& targets, std::size_t connections,
               std::chrono::milliseconds patience, tally& counts)
    : poll_{::epoll_create1(EPOLL_CLOEXEC)}, tally_{counts}, patience_{patience} {
  if (poll_ < 0)
    throw std::system_error{errno, std::generic_category(), "epoll_create1"};
  for (std::size_t i = 0; i < connections; ++i) {
    lines_.push_back(std::make_unique<connection>());
    lines_.back()->to = &targets[i % targets.size()];
  }
  // The first of them is taken first.
  for (auto each = lines_.rbegin(); each != lines_.rend(); ++each)
    free_.push_back(each->get());
  received_.resize(256 * 1024);
}

engine::~engine() {
  for (const auto& each : lines_)
    hang_up(*each);
  ::close(poll_);
}

void engine::send(call what) {
  if (free_.empty()) {
    if (backlog_.size() >= backlog_max)
      throw std::runtime_error{"more than two million calls wait; lower --rate"};
    backlog_.push_back(std::move(what));
    return;
  }
  auto& line = *free_.back();
  free_.pop_back();
  start(line, std::move(what));
}

void engine::at(steady::time_point when, std::function<void()> act) {
  timers_.push({when, ++timer_order_, std::move(act)});
}

void engine::start(connection& line, call what) {
  line.current = std::move(what);
  line.is_busy = true;
  line.written = 0;
  const auto patience = line.current.patience.count() != 0 ? line.current.patience : patience_;
  line.deadline = steady::now() + patience;
  if (line.socket < 0)
    open(line);
  else
    write(line);
}

void engine::open(connection& line) {
  line.parser.reset();
  line.socket = ::socket(line.to->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (line.socket < 0)
    throw std::system_error{errno, std::generic_category(),
                            "no socket; fewer --connections or a higher ulimit -n"};
  const int on = 1;
  ::setsockopt(line.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  epoll_event wanted{};
  wanted.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP;
  wanted.data.ptr = &line;
  line.waits_to_write = true;
  if (::epoll_ctl(poll_, EPOLL_CTL_ADD, line.socket, &wanted) != 0)
    throw std::system_error{errno, std::generic_category(), "epoll_ctl"};
  // A refusal is reported by epoll too, so that no call ends inside `send`.
  if (::connect(line.socket, reinterpret_cast<const sockaddr*>(&line.to->address), line.to->length)
          != 0
      && errno != EINPROGRESS)
    line.deadline = steady::now();
}

void engine::write(connection& line) {
  const auto& bytes = line.current.bytes;
  while (line.written < bytes.size()) {
    const auto sent = ::send(line.socket, bytes.data() + line.written, bytes.size() - line.written,
                             MSG_NOSIGNAL);
    if (sent > 0) {
      line.written += static_cast<std::size_t>(sent);
      continue;
    }
    if (errno != EAGAIN)
      line.deadline = steady::now(); // ended by the next expiry, not inside `send`
    break;
  }
  const bool waits = line.written < bytes.size();
  if (waits == line.waits_to_write)
    return;
  line.waits_to_write = waits;
  epoll_event wanted{};
  wanted.events = EPOLLIN | EPOLLRDHUP | (waits ? EPOLLOUT : 0u);
  wanted.data.ptr = &line;
  ::epoll_ctl(poll_, EPOLL_CTL_MOD, line.socket, &wanted);
}

void engine::read(connection& line) {
  const auto count = ::recv(line.socket, received_.data(), received_.size(), 0);
  if (count < 0 && errno == EAGAIN)
    return;
  if (count <= 0 || !line.is_busy) {
    hang_up(line);
    if (line.is_busy)
      finish(line, false);
    return;
  }
  const auto done = line.parser.feed({received_.data(), static_cast<std::size_t>(count)});
  if (done == response_parser::progress::complete)
    return finish(line, true);
  if (done == response_parser::progress::broken) {
    hang_up(line);
    finish(line, false);
  }
}

void engine::hang_up(connection& line) {
  if (line.socket >= 0)
    ::close(line.socket);
  line.socket = -1;
}

void engine::finish(connection& line, bool is_answered) {
  const auto ended = std::exchange(line.current, call{});
  answer result;
  if (is_answered) {
    result = {line.parser.status(), line.parser.body(), &line.parser};
    tally_.answered(ended.operation, steady::now() - ended.due, result.status, result.body);
  } else if (ended.patience.count() != 0) {
    tally_.hung_up(ended.operation);
  } else {
    tally_.lost(ended.operation);
  }
  // The line stays busy meanwhile, because the views are into its parser.
  if (ended.done)
    ended.done(result);
  if (is_answered && !line.parser.keeps_alive())
    hang_up(line);
  line.parser.next();
  line.is_busy = false;
  if (backlog_.empty()) {
    free_.push_back(&line);
    return;
  }
  auto next = std::move(backlog_.front());
  backlog_.pop_front();
  start(line, std::move(next));
}

void engine::handle(connection& line, std::uint32_t events) {
  if (line.socket < 0)
    return;
  if ((events & (EPOLLERR | EPOLLHUP)) != 0 && (events & EPOLLIN) == 0) {
    hang_up(line);
    if (line.is_busy)
      finish(line, false);
    return;
  }
  if ((events & EPOLLOUT) != 0 && line.is_busy)
    write(line);
  if ((events & (EPOLLIN | EPOLLRDHUP)) != 0)
    read(line);
}

void engine::expire(steady::time_point now) {
  if (now < next_expiry_)
    return;
  next_expiry_ = now + expiry_tick;
  for (const auto& each : lines_) {
    if (!each->is_busy || each->deadline > now)
      continue;
    hang_up(*each);
    finish(*each, false);
  }
}

void engine::run_timers(steady::time_point now) {
  while (!timers_.empty() && timers_.top().when <= now) {
    const auto act = timers_.top().act;
    timers_.pop();
    act();
  }
}

void engine::wait(steady::time_point until) {
  std::array<epoll_event, 256> events;
  const auto left = std::max(until - steady::now(), steady::duration::zero());
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  timespec timeout{seconds.count(), (left - seconds).count()};
  auto count
      = ::epoll_pwait2(poll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
  if (count < 0 && errno == ENOSYS)
    count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()),
                         static_cast<int>(left / std::chrono::milliseconds{1}));
  for (int i = 0; i < count; ++i)
    handle(*static_cast<connection*>(events[static_cast<std::size_t>(i)].data.ptr),
           events[static_cast<std::size_t>(i)].events);
}

void engine::turn(steady::time_point until) {
  const auto now = steady::now();
  run_timers(now);
  expire(now);
  until = std::min(until, now + expiry_tick);
  if (!timers_.empty())
    until = std::min(until, timers_.top().when);
  wait(until);
}

reply engine::ask(std::size_t operation, std::string bytes) {
  reply result;
  bool is_done = false;
  send({.operation = operation,
        .bytes = std::move(bytes),
        .due = steady::now(),
        .done = [&](const answer& got) {
          is_done = true;
          if (!got.is_lost())
            result = {got.status, std::string{got.body}, std::string{got.response->header("etag")},
                      std::string{got.response->header("set-cookie")}};
        }});
  while (!is_done)
    turn(steady::now() + expiry_tick);
  return result;
}

} // namespace frontrow::load
