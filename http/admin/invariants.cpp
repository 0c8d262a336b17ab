#include "http/admin/invariants.hpp"

namespace frontrow::http::admin {

std::string sequence_watch::see(const std::string& subject, std::uint64_t sequence) {
  if (last_.size() > remembered_max)
    last_.clear();
  auto [at, is_new] = last_.try_emplace(subject, sequence);
  const auto before = std::exchange(at->second, sequence);
  if (is_new || sequence == before + 1)
    return {};
  return subject + " goes on with event " + std::to_string(sequence) + " after "
         + std::to_string(before);
}

bool invariants::begin(clock::time_point now) {
  const std::lock_guard lock{guard_};
  if (is_busy_ || now - done_at_ < step_period)
    return false;
  is_busy_ = true;
  return true;
}

void invariants::end() {
  const std::lock_guard lock{guard_};
  is_busy_ = false;
  done_at_ = clock::now();
}

std::int64_t invariants::after(invariant which) const {
  const std::lock_guard lock{guard_};
  return states_[static_cast<std::size_t>(which)].after;
}

void invariants::note(invariant which, std::uint64_t checked, std::int64_t next, bool is_pass_over,
                      instant now, const std::vector<std::string>& broken) {
  const std::lock_guard lock{guard_};
  auto& state = states_[static_cast<std::size_t>(which)];
  state.checked += checked;
  state.looked_at = now;
  state.after = is_pass_over ? 0 : next;
  if (is_pass_over) {
    ++state.passes;
    state.passed_at = now;
  }
  state.broken_ever += broken.size();
  for (const auto& what : broken) {
    state.broken.push_front({now, what});
    if (state.broken.size() > shown_max)
      state.broken.pop_back();
  }
}

std::array<invariant_state, invariant_count> invariants::states() const {
  const std::lock_guard lock{guard_};
  return states_;
}

} // namespace frontrow::http::admin
