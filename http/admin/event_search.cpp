#include "http/admin/event_search.hpp"

#include <algorithm>

namespace frontrow::http::admin {
namespace {

constexpr std::uint32_t page_size = 512;
/// Events are committed a little later than they happened, and so not quite in order.
constexpr milliseconds disorder = std::chrono::seconds{10};

net::awaitable<caf::expected<event_page>> read_page(context& with, std::uint32_t partition,
                                                    std::uint64_t after, std::uint32_t limit) {
  return ask<event_page>(with, with.doors.archive, read_events{partition, after, limit});
}

/// The last position that is certainly before everything that happened since `from`.
net::awaitable<caf::expected<std::uint64_t>> halve(context& with, std::uint32_t partition,
                                                   instant from) {
  std::uint64_t least = 0;
  auto probe = co_await read_page(with, partition, 0, 1);
  if (!probe)
    co_return probe.error();
  auto most = probe->last;
  while (least < most) {
    const auto middle = least + (most - least) / 2;
    probe = co_await read_page(with, partition, middle, 1);
    if (!probe)
      co_return probe.error();
    if (!probe->events.empty() && probe->events.front().what.at < from - disorder)
      least = middle + 1;
    else
      most = middle;
  }
  co_return least;
}

} // namespace

net::awaitable<caf::expected<found_events>> find_events(context& with, std::uint32_t partition,
                                                        instant from, instant until,
                                                        event_test is_wanted, std::size_t limit) {
  const auto start = co_await halve(with, partition, from);
  if (!start)
    co_return start.error();
  found_events found;
  auto after = *start;
  for (std::size_t looked_at = 0; looked_at < limit;) {
    const auto page = co_await read_page(with, partition, after, page_size);
    if (!page)
      co_return page.error();
    if (page->events.empty())
      co_return found;
    for (const auto& one : page->events)
      if (is_wanted(one.what))
        found.events.push_back(one);
    after = page->events.back().position;
    looked_at += page->events.size();
    if (page->events.back().what.at > until + disorder || after >= page->last)
      co_return found;
  }
  found.is_whole = false;
  co_return found;
}

net::awaitable<caf::expected<found_events>> look_back(context& with, back_cursor& before,
                                                      event_test is_wanted, std::size_t enough,
                                                      std::size_t limit) {
  const auto last
      = co_await ask<std::vector<std::uint64_t>>(with, with.doors.archive, load_positions{});
  if (!last)
    co_return last.error();
  const bool is_first = before.empty();
  before.resize(last->size());
  for (std::size_t p = 0; p < last->size(); ++p)
    before[p] = is_first ? (*last)[p] : std::min(before[p], (*last)[p]);
  found_events found;
  for (std::size_t looked_at = 0; looked_at < limit && found.events.size() < enough;) {
    // The partition that is furthest back waits for the others.
    const auto next = std::ranges::max_element(before);
    if (next == before.end() || *next == 0)
      break;
    const auto partition = static_cast<std::uint32_t>(next - before.begin());
    const auto count = std::min<std::uint64_t>(*next, page_size);
    const auto page
        = co_await read_page(with, partition, *next - count, static_cast<std::uint32_t>(count));
    if (!page)
      co_return page.error();
    for (const auto& one : page->events)
      if (is_wanted(one.what))
        found.events.push_back(one);
    *next -= count;
    looked_at += count;
  }
  found.is_whole = std::ranges::all_of(before, [](std::uint64_t left) { return left == 0; });
  std::ranges::sort(found.events, std::greater<>{}, [](const placed_event& e) {
    return std::pair{e.what.at, e.position};
  });
  co_return found;
}

} // namespace frontrow::http::admin
