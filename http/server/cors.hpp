#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontrow::http {

/// What browsers are told about pages of other origins (`cors.origins`; `*` is everybody).
class cors_rules {
public:
  explicit cors_rules(const std::vector<std::string>& origins);

  bool allows(std::string_view origin) const;

  /// A header line of every answer, also of those to no other origin: a cache must not give one
  /// origin what was printed for another. Empty when all origins are told the same.
  std::string_view vary_line() const noexcept;

  /// Appends the header lines of an answer to a page of this origin; nothing when it is not
  /// allowed. Only origins that are named may use cookies.
  void print(std::string& into, std::string_view origin) const;

  /// What a preflight hears beyond that: which verbs, and the headers that were asked for. Any
  /// header will do: it is the origin that is let in or not.
  void print_preflight(std::string& into, std::string_view origin, std::string_view allow,
                       std::string_view wanted_headers) const;

private:
  bool names(std::string_view origin) const;

  bool everybody_ = false;
  std::vector<std::string> origins_; // those that are named
};

} // namespace frontrow::http
