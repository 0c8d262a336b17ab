#include "persistence/redis/packet.hpp"

namespace frontrow::redis {

void packet::count(char what, std::size_t n) {
  char digits[20];
  bytes_ += what;
  bytes_.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
  bytes_ += "\r\n";
}

void packet::begin(std::size_t words) {
  begins_.push_back(bytes_.size());
  count('*', words);
}

void packet::end_word() {
  count('$', word_.size());
  bytes_ += word_;
  bytes_ += "\r\n";
}

void packet::add_command(const command& words) {
  begin(words.size());
  for (const auto& word : words)
    add(word);
}

void packet::copy(const packet& from, std::size_t n) {
  const auto first = from.begins_[n];
  const auto last = n + 1 < from.size() ? from.begins_[n + 1] : from.bytes_.size();
  begins_.push_back(bytes_.size());
  bytes_.append(from.bytes_, first, last - first);
}

void packet::clear() {
  bytes_.clear();
  begins_.clear();
}

} // namespace frontrow::redis
