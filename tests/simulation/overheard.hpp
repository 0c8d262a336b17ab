#pragma once

#include <iostream>
#include <sstream>
#include <string>

namespace frontrow::test {

/// CAF says on standard output that an actor threw; while this lives, it says it here.
class overheard {
public:
  overheard() : before_{std::cout.rdbuf(words_.rdbuf())} {}
  overheard(const overheard&) = delete;
  overheard& operator=(const overheard&) = delete;
  ~overheard() { std::cout.rdbuf(before_); }

  std::string words() const { return words_.str(); }

private:
  std::ostringstream words_;
  std::streambuf* before_;
};

} // namespace frontrow::test
