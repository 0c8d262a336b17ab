#pragma once

#include <source_location>

// Clang before 15 lacks the builtin that the library's own one is made of.
#if !defined(__cpp_lib_source_location)
namespace std {

struct source_location {
  static constexpr source_location current(const char* function = __builtin_FUNCTION(),
                                           unsigned line = __builtin_LINE()) {
    return {function, line};
  }
  constexpr const char* function_name() const { return function_; }
  constexpr unsigned line() const { return line_; }

  const char* function_ = "";
  unsigned line_ = 0;
};

} // namespace std
#endif
