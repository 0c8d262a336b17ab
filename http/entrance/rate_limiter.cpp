#include "http/entrance/rate_limiter.hpp"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>

namespace frontrow::http::entrance {

namespace {

constexpr std::int64_t second = 1'000'000'000;

// The finalizer of splitmix64: every bit of the input moves every bit of the output.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

std::uint64_t whole_seconds(std::int64_t nanoseconds) {
  return static_cast<std::uint64_t>((std::max<std::int64_t>(nanoseconds, 0) + second - 1) / second);
}

} // namespace

rate_limiter::rate_limiter(config::rate limit, std::uint64_t secret)
    : limit_(limit), secret_(secret),
      each_(std::chrono::nanoseconds{limit.window}.count() / limit.quota),
      slots_(std::make_unique<slot[]>(sets * ways)) {
}

rate_limiter::ruling rate_limiter::ask(std::uint64_t who, time now) {
  const auto row = mixed(mixed(who ^ secret_) + secret_);
  const auto at = std::chrono::nanoseconds{now.time_since_epoch()}.count();
  const auto whole = each_ * limit_.quota;
  const std::lock_guard lock{locks_[row % locks]};
  auto* const first = &slots_[row % sets * ways];
  auto* mine = std::find_if(first, first + ways, [who](const slot& s) { return s.who == who; });
  if (mine == first + ways) {
    mine = std::min_element(first, first + ways,
                            [](const slot& a, const slot& b) { return a.full_at < b.full_at; });
    *mine = {who, at};
  }
  const auto full_at = std::max(mine->full_at, at) + each_;
  ruling out;
  out.is_let_in = full_at - at <= whole;
  if (out.is_let_in)
    mine->full_at = full_at;
  const auto lacking = std::max(mine->full_at - at, std::int64_t{0});
  out.left = static_cast<std::uint64_t>((whole - lacking) / each_);
  out.full_in = whole_seconds(lacking);
  out.next_in = whole_seconds(lacking + each_ - whole);
  return out;
}

std::uint64_t mark_of_address(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN] = {};
  text.copy(terminated, sizeof terminated - 1);
  unsigned char bytes[16] = {};
  std::uint64_t mark = 0;
  // Where IPv6 has the network ::/32, which no client is in.
  auto* const place_of_ipv4 = reinterpret_cast<unsigned char*>(&mark) + 4;
  constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (::inet_pton(AF_INET, terminated, bytes) == 1)
    std::memcpy(place_of_ipv4, bytes, 4);
  else if (::inet_pton(AF_INET6, terminated, bytes) != 1)
    return 0;
  else if (std::memcmp(bytes, mapped, sizeof mapped) == 0)
    std::memcpy(place_of_ipv4, bytes + 12, 4);
  else
    std::memcpy(&mark, bytes, 8);
  return mark;
}

} // namespace frontrow::http::entrance
