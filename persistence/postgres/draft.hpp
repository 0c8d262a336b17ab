#pragma once

#include "persistence/postgres/tables.hpp"
#include "persistence/store.hpp"

#include <tsl/robin_map.h>

#include <span>

namespace frontrow::postgres {

/// A batch in the making: what each write set would do on top of those before it, and what has to
/// be true in the database for that. Rows of refused write sets leave no trace.
///
/// Without facts it believes whoever touches a row first, and the statement checks it. With facts
/// (after `recall`) it knows, and only another writer in between can make it wrong.
class draft {
public:
  struct slot {
    row_key where;
    std::uint64_t base = 0;      // the version in the database; 0: no such row
    std::uint64_t now = 0;       // on top of the batch so far
    const row* latest = nullptr; // what to write; null: nothing
    bool is_known = false;
  };
  /// Forgets all. The batch must live as long as the draft is used.
  void begin(std::span<const write_set> batch);

  /// All rows and keys of the batch, to ask for facts about; what is not recalled is not there.
  void collect();
  void recall(std::size_t slot, std::uint64_t version) { slots_[slot].base = version; }
  void recall_key(std::size_t key) { keys_[key].is_taken = true; }
  const std::vector<slot>& slots() const { return slots_; }
  const answer_row& answer_of(std::size_t key) const { return *keys_[key].first; }
  std::size_t key_count() const { return keys_.size(); }

  /// Decides over each write set, in order.
  void decide(instant now);

  const std::vector<commit_result>& results() const { return results_; }
  const std::vector<const answer_row*>& answers() const { return kept_; }
  /// The last value of each.
  const std::vector<const counter_row*>& counters() const { return counters_; }
  const std::vector<const parked_row*>& parked() const { return parked_; }
  /// Whether a refusal may be another when the facts are known, or something has to be true that no
  /// statement checks.
  bool needs_facts() const { return needs_facts_; }

private:
  struct key_state {
    const answer_row* first = nullptr; // that asked for it
    bool is_taken = false;             // in the database
    bool is_given = false;             // in this batch
  };
  struct hash {
    std::size_t operator()(const row_key&) const;
  };
  /// Where a write set began to leave traces.
  struct trace {
    std::size_t answers;
    std::size_t counters;
    std::size_t parked;
  };

  commit_result decide(const write_set&, instant now);
  commit_result refuse(const trace&, commit_result);
  bool take(const row&);
  bool take_key(const answer_row&);
  slot& slot_of(const row_key&);
  key_state& key_of(const answer_row&);

  std::span<const write_set> batch_;
  std::vector<slot> slots_;
  tsl::robin_map<row_key, std::size_t, hash> slot_at_;
  std::vector<key_state> keys_;
  tsl::robin_map<std::string, std::size_t> key_at_;
  std::string place_;
  std::vector<std::pair<std::size_t, slot>> ways_back_;
  std::vector<commit_result> results_;
  std::vector<const answer_row*> kept_;
  std::vector<const counter_row*> counters_;
  std::vector<const parked_row*> parked_;
  bool has_facts_ = false;
  bool needs_facts_ = false;
};

} // namespace frontrow::postgres
