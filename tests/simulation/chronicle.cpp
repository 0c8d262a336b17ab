#include "tests/simulation/chronicle.hpp"

#include "actors/store/partition.hpp"

namespace frontrow::test {

namespace {

struct sorter {
  chronicle& into;
  const committed_set& from;
  std::size_t set;

  template <class Row>
  dated<Row> date(const Row& x) const {
    return {from.when, from.at, set, x};
  }

  void operator()(const seat_row& x) const { into.seats[{x.schedule, x.seat}].push_back(date(x)); }
  void operator()(const reservation_row& x) const { into.reservations[x.id].push_back(date(x)); }
  void operator()(const wallet_row& x) const { into.wallets[x.user].push_back(date(x)); }
  void operator()(const ledger_row& x) const { into.ledgers[x.user].push_back(date(x)); }
  void operator()(const token_row& x) const {
    into.tokens[{x.schedule, x.place}].push_back(date(x));
  }
  void operator()(const answer_row& x) const {
    into.answers[{x.user, x.what, x.key}].push_back(date(x));
  }
  void operator()(const booking_row& x) const { into.bookings.push_back(date(x)); }
  void operator()(const counter_row&) const {}
  void operator()(const concert_row&) const {}
  void operator()(const schedule_row&) const {}
  void operator()(const parked_row&) const {}
};

} // namespace

chronicle::chronicle(const evidence& all) : events(all.partitions) {
  for (std::size_t i = 0; i < all.journal.size(); ++i) {
    const auto& set = all.journal[i];
    const sorter sort{*this, set, i};
    for (const auto& r : set.what.rows)
      std::visit(sort, r);
    auto& partition = events[partition_of(set.what, all.partitions)];
    for (const auto& e : set.what.events)
      partition.push_back(sort.date(e));
  }
}

} // namespace frontrow::test
