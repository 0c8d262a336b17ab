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

  /// Appends the header lines of an answer to a page of this origin; nothing when it is not
  /// allowed.
  void print(std::string& into, std::string_view origin) const;

  /// What a preflight hears beyond that: which verbs, and the headers that were asked for.
  void print_preflight(std::string& into, std::string_view origin, std::string_view allow,
                       std::string_view wanted_headers) const;

private:
  bool everybody_ = false;
  std::vector<std::string> origins_;
};

} // namespace frontrow::http
