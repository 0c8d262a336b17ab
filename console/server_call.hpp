#pragma once

#include <string>

namespace frontrow::console {

struct server_address {
  std::string url; // http://HOST:PORT or https://HOST:PORT
  std::string ca;  // file of the certificates that may vouch for it; empty: the system's
};

struct server_request {
  std::string verb;
  std::string path;
  std::string token; // the operator's
  std::string body;  // JSON, of a POST
};

struct server_answer {
  unsigned status = 0;
  std::string body;
};

/// One request over a connection of its own. Throws std::runtime_error, of one line, when nobody
/// answers in time, and when the server cannot prove that it is who the address says.
server_answer call(const server_address&, const server_request&);

} // namespace frontrow::console
