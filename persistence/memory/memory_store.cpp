#include "persistence/memory/memory_store.hpp"

#include "persistence/memory/shelves.hpp"

#include <limits>

namespace frontrow {

namespace {

class memory_writer final : public store_writer {
public:
  explicit memory_writer(std::shared_ptr<shelves> on) : on_{std::move(on)} {}

  std::vector<commit_result> commit(std::span<const write_set> batch, instant now) override {
    const std::lock_guard lock{on_->guard};
    std::vector<commit_result> results;
    for (const auto& set : batch)
      results.push_back(write_attempt{*on_}.write(set, now));
    purge(now);
    return results;
  }

  std::optional<answer_row> read(const find_answer& what) override {
    const std::lock_guard lock{on_->guard};
    auto found = on_->answers.find({what.user, what.what, what.key});
    return found == on_->answers.end() ? std::nullopt : std::optional{found->second};
  }

  void tidy() override {}

  std::uint64_t last_position() const override {
    const std::lock_guard lock{on_->guard};
    return on_->events.size();
  }

private:
  void purge(instant now) {
    auto& aging = on_->answers_by_age;
    for (; !aging.empty() && aging.front().first + on_->answer_life <= now; aging.pop_front())
      on_->answers.erase(aging.front().second);
  }

  const std::shared_ptr<shelves> on_;
};

/// The rows of a map whose keys begin with `of`, in their order.
template <class Shelf, class First>
auto all_of(const Shelf& shelf, First of) {
  std::vector<typename Shelf::mapped_type> found;
  for (auto at = shelf.lower_bound({of, {}}); at != shelf.end() && at->first.first == of; ++at)
    found.push_back(at->second);
  return found;
}

/// A page of them, newest first; `before` 0 is the newest.
template <class Shelf, class First, class Second>
auto page_of(const Shelf& shelf, First of, Second before, std::uint32_t limit) {
  std::vector<typename Shelf::mapped_type> found;
  constexpr auto newest = static_cast<Second>(std::numeric_limits<std::uint64_t>::max());
  const auto end = before == Second{} ? newest : before;
  for (auto at = shelf.lower_bound({of, end}); at != shelf.begin() && found.size() < limit;) {
    if ((--at)->first.first != of)
      break;
    found.push_back(at->second);
  }
  return found;
}

class memory_reader final : public store_reader {
public:
  explicit memory_reader(std::shared_ptr<shelves> on) : on_{std::move(on)} {}

  std::optional<saved_schedule> read(const load_schedule& what) override {
    const std::lock_guard lock{on_->guard};
    auto found = on_->schedules.find(what.id);
    if (found == on_->schedules.end())
      return {};
    return saved_schedule{.facts = found->second, .seats = all_of(on_->seats, what.id)};
  }

  seat_row read(const load_seat& what) override {
    const std::lock_guard lock{on_->guard};
    auto found = on_->seats.find({what.schedule, what.seat});
    return found == on_->seats.end() ? seat_row{.schedule = what.schedule, .seat = what.seat}
                                     : found->second;
  }

  wallet_row read(const load_wallet& what) override {
    const std::lock_guard lock{on_->guard};
    auto found = on_->wallets.find(what.user);
    return found == on_->wallets.end() ? wallet_row{.user = what.user} : found->second;
  }

  std::optional<reservation_row> read(const load_reservation& what) override {
    const std::lock_guard lock{on_->guard};
    auto found = on_->reservations.find(what.id);
    return found == on_->reservations.end() ? std::nullopt : std::optional{found->second};
  }

  std::vector<reservation_row> read(const list_reservations& what) override {
    const std::lock_guard lock{on_->guard};
    std::vector<reservation_row> found;
    for (auto id : page_of(on_->reservations_of, what.user, what.before, what.limit))
      found.push_back(on_->reservations.at(id));
    return found;
  }

  std::vector<ledger_row> read(const list_ledger& what) override {
    const std::lock_guard lock{on_->guard};
    return page_of(on_->ledger, what.user, what.before, what.limit);
  }

  std::vector<token_row> read(const load_queue& what) override {
    const std::lock_guard lock{on_->guard};
    return all_of(on_->tokens, what.id);
  }

  std::vector<booking_row> read(const load_bookings& what) override {
    const std::lock_guard lock{on_->guard};
    return all_of(on_->bookings, what.id);
  }

  std::uint64_t read(const load_counter& what) override {
    const std::lock_guard lock{on_->guard};
    auto found = on_->counters.find(what.name);
    return found == on_->counters.end() ? 0 : found->second;
  }

  programme read(const load_programme&) override {
    const std::lock_guard lock{on_->guard};
    programme found;
    for (const auto& [id, one] : on_->concerts)
      found.concerts.push_back(one);
    for (const auto& [id, one] : on_->schedules)
      found.schedules.push_back(one);
    return found;
  }

  event_page read(const read_events& what) override {
    const std::lock_guard lock{on_->guard};
    event_page page{.events = {}, .last = on_->events.size()};
    for (auto at = what.after; at < page.last && page.events.size() < what.limit; ++at)
      page.events.push_back({.position = at + 1, .what = on_->events[at]});
    return page;
  }

private:
  const std::shared_ptr<shelves> on_;
};

} // namespace

memory_store::memory_store(milliseconds answer_life) : shelves_{std::make_shared<shelves>()} {
  shelves_->answer_life = answer_life;
}

std::unique_ptr<store_writer> memory_store::open_writer() {
  return std::make_unique<memory_writer>(shelves_);
}

std::unique_ptr<store_reader> memory_store::open_reader() {
  return std::make_unique<memory_reader>(shelves_);
}

} // namespace frontrow
