#include "actors/keeper/recent_answers.hpp"

namespace frontrow {

std::string scope_of(user_id user, operation what, const std::string& key) {
  std::string scope = std::to_string(raw(user));
  scope += static_cast<char>('a' + static_cast<int>(what)); // no digit: it ends the number
  scope += key;
  return scope;
}

void recent_answers::put(const std::string& scope, answer_row answer) {
  if (!by_scope_.insert_or_assign(scope, std::move(answer)).second)
    return;
  order_.push_back(scope);
  if (order_.size() > most_) {
    by_scope_.erase(order_.front());
    order_.pop_front();
  }
}

const answer_row* recent_answers::find(const std::string& scope) const {
  const auto it = by_scope_.find(scope);
  return it == by_scope_.end() ? nullptr : &it->second;
}

outcome repeat(const answer_row& kept, const fingerprint& body) {
  outcome out;
  if (kept.body == body) {
    out = kept.answer;
    out.replayed = true;
  } else {
    out.no = refusal::idempotency_mismatch;
  }
  return out;
}

} // namespace frontrow
