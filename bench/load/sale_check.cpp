#include "bench/load/sale_check.hpp"

namespace frontrow::load {

void sale_check::sold(std::uint64_t seat, std::uint64_t user) {
  const auto [at, is_new] = buyers_.emplace(seat, user);
  if (!is_new && at->second != user)
    complain("seat " + std::to_string(seat) + " was sold to user " + std::to_string(at->second)
             + " and to user " + std::to_string(user));
}

void sale_check::returned(std::uint64_t seat, std::uint64_t user) {
  const auto at = buyers_.find(seat);
  if (at != buyers_.end() && at->second == user)
    buyers_.erase(at);
}

void sale_check::compare(const std::unordered_set<std::uint64_t>& taken, std::int64_t before) {
  for (const auto& [seat, user] : buyers_)
    if (!taken.contains(seat))
      complain("seat " + std::to_string(seat) + " was acknowledged to user " + std::to_string(user)
               + " and is not taken");
  const auto most = static_cast<std::uint64_t>(before) + buyers_.size() + unknown_;
  if (before >= 0 && taken.size() > most)
    complain(std::to_string(taken.size()) + " seats are taken, at the most " + std::to_string(most)
             + " could be");
}

void sale_check::complain(std::string what) {
  if (complaints_.size() < 20)
    complaints_.push_back(std::move(what));
  else
    ++more_;
}

std::vector<std::string> sale_check::complaints() const {
  auto all = complaints_;
  if (more_ != 0)
    all.push_back("and " + std::to_string(more_) + " more");
  return all;
}

} // namespace frontrow::load
