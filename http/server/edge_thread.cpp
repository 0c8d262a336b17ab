#include "http/server/edge_thread.hpp"

#include "http/server/session.hpp"
#include "http/server/tls_keys.hpp"

#include <algorithm>
#include <ctime>

namespace frontrow::http {

namespace {

// Fine enough that no limit is exceeded by more than an eighth, and never busy.
milliseconds tick_of(const http_settings& wanted) {
  const auto least
      = std::min({wanted.head_timeout, wanted.body_timeout, wanted.idle_timeout, wanted.deadline});
  return std::clamp(least / 8, milliseconds{5}, milliseconds{250});
}

std::string hsts_line(const tls_settings& wanted) {
  const auto age = std::chrono::duration_cast<std::chrono::seconds>(wanted.hsts).count();
  return age == 0 ? "" : "Strict-Transport-Security: max-age=" + std::to_string(age) + "\r\n";
}

} // namespace

struct edge_thread::list : boost::intrusive::list<session> {};

edge_house::edge_house(const settings& with_settings, server_parts with)
    : wanted(with_settings), parts(std::move(with)),
      table(std::move(parts.routes), wanted.admin_port != 0), proxies(wanted.http.trusted_proxies),
      cors(wanted.http.cors_origins), tls_lines(hsts_line(wanted.tls)), tick(tick_of(wanted.http)) {
}

edge_thread::edge_thread(net::io_context& context, std::shared_ptr<edge_house> house,
                         std::size_t threads)
    : counts(house->table.rows().size()), context_(context), house_(std::move(house)),
      in_flight_max_(static_cast<std::uint32_t>(
          std::max<std::size_t>(1, house_->wanted.http.inflight_max / threads))),
      timer_(context), sessions_(std::make_unique<list>()) {
}

edge_thread::~edge_thread() = default;

void edge_thread::start() {
  tick();
}

void edge_thread::serve(int socket, door at) {
  connection::socket line{context_};
  boost::system::error_code fault;
  line.assign(net::ip::tcp::v4(), socket, fault);
  if (fault) {
    ::close(socket);
    house_->connections.fetch_sub(1);
    return;
  }
  std::unique_ptr<tls_line> tls;
  if (at == door::gateway && house_->parts.tls)
    tls = house_->parts.tls->greet(socket);
  connection whole{std::move(line), std::move(tls)};
  std::make_shared<session>(shared_from_this(), std::move(whole), at)->start();
}

void edge_thread::enter(session& who) {
  sessions_->push_back(who);
  counts.open.add();
}

void edge_thread::leave(session& who) noexcept {
  sessions_->erase(sessions_->iterator_to(who));
  counts.open.subtract();
  {
    std::lock_guard lock{house_->mutex};
    house_->connections.fetch_sub(1);
  }
  house_->changed.notify_all();
}

bool edge_thread::admit(urgency how) noexcept {
  // A fifth, and a place at the least where there are two.
  const auto kept = std::max(in_flight_max_ / 5, in_flight_max_ > 1 ? 1U : 0U);
  const auto room = how == urgency::urgent ? in_flight_max_ : in_flight_max_ - kept;
  if (counts.in_flight.read() >= room) {
    counts.refused.add();
    return false;
  }
  counts.in_flight.add();
  return true;
}

void edge_thread::drain() {
  draining_ = true;
  for (auto at = sessions_->begin(); at != sessions_->end();)
    (at++)->drain();
}

void edge_thread::cut() {
  draining_ = true;
  for (auto at = sessions_->begin(); at != sessions_->end();)
    (at++)->cut();
}

void edge_thread::tick() {
  const auto at = now();
  for (auto who = sessions_->begin(); who != sessions_->end();)
    (who++)->check(at);
  print_date();
  timer_.expires_after(house_->tick);
  timer_.async_wait([self = weak_from_this()](const boost::system::error_code& fault) {
    if (const auto alive = self.lock(); alive && !fault)
      alive->tick();
  });
}

void edge_thread::print_date() {
  const auto second = std::time(nullptr);
  if (second == date_)
    return;
  date_ = second;
  std::tm parts{};
  ::gmtime_r(&second, &parts);
  char text[64];
  const auto size = std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
  common_lines_.assign(text, size);
  // A browser must not take an answer for what it does not say it is.
  common_lines_ += "X-Content-Type-Options: nosniff\r\n";
  common_lines_ += house_->cors.vary_line();
}

} // namespace frontrow::http
