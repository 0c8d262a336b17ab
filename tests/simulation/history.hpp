#pragma once

#include "tests/simulation/checks.hpp"
#include "tests/simulation/crowd.hpp"
#include "tests/simulation/recorded_store.hpp"

#include <optional>

namespace frontrow::test {

/// One seeded history: some minutes of a small house with a few clients, bad days included, and
/// what there is to complain of afterwards.
class history {
public:
  explicit history(std::uint64_t seed);

  /// Plays it to its end. Once.
  complaints play();

  /// For the checkers' own tests: a store that forgets from this turn on, or stands still when the
  /// bad days should be over.
  void lose_writes_from(std::size_t turn) { loses_from_ = turn; }
  void freeze() { freezes_ = true; }

  const evidence& record() const { return record_; }
  std::unique_ptr<store_reader> after() { return store_->open_reader(); }

private:
  void furnish();
  void begin_life();
  void crash();
  void take_turn();
  void change_weather();
  void change_redis(std::uint64_t what);
  void leap();
  void come_to_rest();
  bool rest();
  void complain_of_silence();
  template <class Ask, class IsWell>
  bool insist(Ask ask, IsWell is_well);
  void prove_progress();
  void prove_expiry();
  commit_fault next_fault(std::uint32_t life);

  dice chance_;
  evidence record_;
  complaints found_;
  weather sky_;
  instant begins_at_;
  std::shared_ptr<store> store_; // what is durable
  recorded_store recorded_;
  std::optional<faulty_store> faulty_; // as the server of this life sees it
  std::shared_ptr<fake_guard> redis_;  // null: the gate keeps its own guards
  dice tokens_;
  crowd crowd_;
  std::unique_ptr<world> world_;
  std::size_t turn_ = 0;
  std::size_t loses_from_ = ~std::size_t{0};
  bool freezes_ = false;
};

} // namespace frontrow::test
