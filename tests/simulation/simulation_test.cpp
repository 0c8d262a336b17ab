#include "tests/simulation/history.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>

using namespace frontrow::test;

namespace {

constexpr std::uint64_t histories_a_case = 1'250;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Plays the histories of these seeds and stops at the first that goes wrong.
void play(std::uint64_t first, std::uint64_t count) {
  for (auto seed = first; seed < first + count; ++seed) {
    const auto found = history{seed}.play();
    if (found.empty())
      continue;
    std::string text;
    for (const auto& line : found)
      text += "\n  " + line;
    FAIL("history " << seed << " went wrong:" << text << "\nrepeat it: FRONTROW_SEED=" << seed
                    << " build/release/tests/simulation/simulation_test \"chosen histories\"");
  }
}

} // namespace

// Split so that ctest can run the parts side by side.
TEST_CASE("histories part 1") {
  play(1, histories_a_case);
}
TEST_CASE("histories part 2") {
  play(1 + histories_a_case, histories_a_case);
}
TEST_CASE("histories part 3") {
  play(1 + 2 * histories_a_case, histories_a_case);
}
TEST_CASE("histories part 4") {
  play(1 + 3 * histories_a_case, histories_a_case);
}
TEST_CASE("histories part 5") {
  play(1 + 4 * histories_a_case, histories_a_case);
}
TEST_CASE("histories part 6") {
  play(1 + 5 * histories_a_case, histories_a_case);
}
TEST_CASE("histories part 7") {
  play(1 + 6 * histories_a_case, histories_a_case);
}
TEST_CASE("histories part 8") {
  play(1 + 7 * histories_a_case, histories_a_case);
}

/// By hand: FRONTROW_SEED is the first seed, FRONTROW_HISTORIES how many (1).
TEST_CASE("chosen histories", "[.]") {
  play(number_from("FRONTROW_SEED", 1), number_from("FRONTROW_HISTORIES", 1));
}
