#pragma once

#include "actors/store/rows.hpp"

#include <deque>
#include <string>
#include <unordered_map>

namespace frontrow {

/// Names one idempotency key within its scope, user and operation.
std::string scope_of(user_id, operation, const std::string& key);

/// The answers given last, so that most repeats need no store. Bounded: the oldest goes first.
class recent_answers {
public:
  explicit recent_answers(std::size_t most) : most_{most} {}

  void put(const std::string& scope, answer_row);
  const answer_row* find(const std::string& scope) const;

private:
  std::size_t most_;
  std::unordered_map<std::string, answer_row> by_scope_;
  std::deque<std::string> order_;
};

/// What a repeat with this body gets: the kept answer, or idempotency_mismatch.
outcome repeat(const answer_row& kept, const fingerprint& body);

} // namespace frontrow
