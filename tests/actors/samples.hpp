#pragma once

#include "actors/store/rows.hpp"

#include <random>

/// Who and when the tests of rules and shells speak of.
namespace frontrow::test {

inline constexpr instant noon{std::chrono::sys_days{std::chrono::year{2030} / 5 / 17}
                              + std::chrono::hours{12}};
inline constexpr user_id ann{101};
inline constexpr user_id bob{102};
inline constexpr user_id eve{103};
inline constexpr schedule_id evening{500};

/// A schedule of one section, without a waiting room.
inline schedule_row show_of(std::uint32_t seats, points price = 1'000) {
  schedule_row s;
  s.id = evening;
  s.version = 1;
  s.concert = concert_id{1};
  s.sections = {{"A", 1, seats, price}};
  return s;
}

/// Chance that repeats: print the seed with every failure.
class dice {
public:
  explicit dice(unsigned seed) : engine_{seed} {}

  /// 0 to `sides` - 1.
  std::uint64_t roll(std::uint64_t sides) {
    return std::uniform_int_distribution<std::uint64_t>{0, sides - 1}(engine_);
  }
  bool one_in(std::uint64_t sides) { return roll(sides) == 0; }

private:
  std::mt19937_64 engine_;
};

template <class Row>
std::vector<Row> rows_of(const std::vector<row>& rows) {
  std::vector<Row> found;
  for (const auto& any : rows)
    if (const auto* one = std::get_if<Row>(&any))
      found.push_back(*one);
  return found;
}

} // namespace frontrow::test
