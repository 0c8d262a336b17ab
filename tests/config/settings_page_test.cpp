#include "config/settings_page.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

using namespace frontrow::config;

TEST_CASE("the operating page shows every setting as the table has it") {
  const std::filesystem::path page{FRONTROW_ROOT "/docs/operating.md"};
  std::ifstream stream{page};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  // Catch would break the lines; this can be pasted as it is.
  if (text.find(settings_table()) == text.npos)
    std::cout << "docs/operating.md must contain this table:\n\n" << settings_table();
  CHECK(text.find(settings_table()) != text.npos);
}
