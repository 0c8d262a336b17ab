#include "persistence/postgres/arrays.hpp"

namespace frontrow::postgres {

namespace {

constexpr std::uint32_t bigint_type = 20;
constexpr std::uint32_t bytea_type = 17;
constexpr std::size_t head_length = 20;

/// Most significant byte first.
template <class T>
void put(std::string& to, T x) {
  char space[sizeof(T)];
  for (std::size_t i = sizeof(T); i-- > 0; x = static_cast<T>(x >> 8))
    space[i] = static_cast<char>(x);
  to.append(space, sizeof space);
}

} // namespace

std::string number_parameter(std::int64_t x) {
  std::string text;
  put(text, static_cast<std::uint64_t>(x));
  return text;
}

void array::add(std::int64_t x) {
  put(bytes_, std::uint32_t{sizeof x});
  put(bytes_, static_cast<std::uint64_t>(x));
  ++size_;
}

void array::add(std::string_view x) {
  put(bytes_, static_cast<std::uint32_t>(x.size()));
  bytes_.append(x);
  ++size_;
}

void array::clear() {
  size_ = 0;
  bytes_.assign(head_length, '\0');
}

const std::string& array::bytes() {
  std::string head;
  put(head, std::uint32_t{1}); // dimensions
  put(head, std::uint32_t{0}); // no nulls
  put(head, is_ == kind::numbers ? bigint_type : bytea_type);
  put(head, size_);
  put(head, std::uint32_t{1}); // counted from 1
  bytes_.replace(0, head_length, head);
  return bytes_;
}

} // namespace frontrow::postgres
