#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace frontrow::load {

/// Remembers what a server said it sold, and compares with what it says later. Pure.
class sale_check {
public:
  /// An acknowledged sale. A second buyer of the same seat breaks the first promise.
  void sold(std::uint64_t seat, std::uint64_t user);
  /// An acknowledged return.
  void returned(std::uint64_t seat, std::uint64_t user);
  /// A sale was asked for and whether it happened was never heard.
  void unknown() { ++unknown_; }

  /// Compares with the seats that are taken at the end. `before` is how many were taken at the
  /// start; -1: other buyers were about, so how many may be taken is not known.
  void compare(const std::unordered_set<std::uint64_t>& taken, std::int64_t before);

  void complain(std::string what);

  std::size_t sales() const { return buyers_.size(); }
  std::uint64_t unknowns() const { return unknown_; }
  const std::unordered_map<std::uint64_t, std::uint64_t>& buyers() const { return buyers_; }
  /// At the most twenty of them, then how many more there are.
  std::vector<std::string> complaints() const;

private:
  std::unordered_map<std::uint64_t, std::uint64_t> buyers_; // seat -> user
  std::uint64_t unknown_ = 0;
  std::uint64_t more_ = 0;
  std::vector<std::string> complaints_;
};

} // namespace frontrow::load
