#pragma once

#include <string>
#include <string_view>

/// How commands speak to a running server.
namespace frontrow::console {

struct admin_answer {
  unsigned status = 0;
  std::string body;
};

/// Which server, and what opens it.
struct admin_line {
  std::string url;   // http://HOST:PORT
  std::string token; // the operator's, or the reader's
};

/// The token given, or the one that the server keeps in its data folder. Throws std::runtime_error.
std::string operator_token_of(const std::string& given, const std::string& data);

/// One request over a connection of its own. Throws std::runtime_error of one line when there is no
/// answer within 15 s.
admin_answer call(const admin_line&, std::string_view verb, const std::string& path,
                  const std::string& body = {});

/// For a query: `seat 500/25` becomes `seat%20500%2F25`.
std::string percent_encode(std::string_view);

} // namespace frontrow::console
