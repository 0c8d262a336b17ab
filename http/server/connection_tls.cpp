#include "http/server/connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cstring>

/// How a connection reads and writes behind TLS.
namespace frontrow::http {

namespace {

constexpr std::size_t record_max = 16 * 1'024;

// One record's worth of what stands in the parts. The same parts give the same bytes, so what could
// not be written can be put together again.
std::string_view gather(std::span<const iovec> parts, std::array<char, record_max>& into) {
  if (parts.front().iov_len >= into.size())
    return {static_cast<const char*>(parts.front().iov_base), into.size()};
  std::size_t size = 0;
  for (const auto& part : parts) {
    const auto taken = std::min(part.iov_len, into.size() - size);
    std::memcpy(into.data() + size, part.iov_base, taken);
    size += taken;
    if (size == into.size())
      break;
  }
  return {into.data(), size};
}

} // namespace

net::awaitable<bool> connection::wait_for(tls_line::state wanted) {
  if (wanted == tls_line::state::wants_write)
    co_return co_await wait_writable();
  boost::system::error_code fault;
  co_await socket_.async_wait(socket::wait_read, net::redirect_error(net::use_awaitable, fault));
  co_return !fault;
}

net::awaitable<std::size_t> connection::read_tls(std::span<char> into) {
  for (;;) {
    const auto at = tls_->read(into);
    if (at.is == tls_line::state::done)
      co_return at.size;
    if (at.is == tls_line::state::ended)
      co_return 0;
    const bool goes_on = co_await wait_for(at.is);
    if (!goes_on)
      co_return 0;
  }
}

void connection::read_tls_in_background(std::span<char> into,
                                        std::function<void(std::size_t)> then) {
  // What came with earlier bytes is in OpenSSL's hands already, so asking comes before waiting. It
  // is posted, because `then` may well read on.
  net::post(socket_.get_executor(), [this, into, then = std::move(then)]() mutable {
    const auto at = tls_->read(into);
    if (at.is == tls_line::state::done || at.is == tls_line::state::ended)
      return then(at.size);
    const auto what
        = at.is == tls_line::state::wants_write ? socket::wait_write : socket::wait_read;
    socket_.async_wait(
        what, [this, into, then = std::move(then)](const boost::system::error_code& fault) mutable {
          if (fault)
            then(0);
          else
            read_tls_in_background(into, std::move(then));
        });
  });
}

connection::sent connection::try_write_tls() noexcept {
  thread_local std::array<char, record_max> record;
  while (left_ > 0) {
    const auto at = tls_->write(gather(std::span{parts_}.subspan(next_), record));
    if (at.is == tls_line::state::ended)
      return sent::gone;
    if (at.is != tls_line::state::done)
      return sent::some;
    take_off(at.size);
  }
  return sent::all;
}

} // namespace frontrow::http
