#include "http/fcfs/wrap.hpp"

#include "http/json/print.hpp"
#include "http/server/query.hpp"

namespace frontrow::http::fcfs {
namespace {

/// The whole body in one text.
std::string joined(const response& from) {
  std::string out = from.body;
  if (from.pieces) {
    bool is_first = true;
    for (const auto& piece : *from.pieces) {
      if (!std::exchange(is_first, false))
        out += ',';
      out += *piece;
    }
  }
  return out += from.tail;
}

} // namespace

bool wants_wrap(const request& from) {
  return !from.at_app_port && !from.query.empty() && query_value(from.query, "wrap") == "1";
}

void wrap(response& out, const request& from, const wrap_facts& facts) {
  const auto plain = joined(out);
  out.pieces.reset();
  out.tail.clear();
  out.body.clear();
  json::object envelope{out.body};
  envelope.truth("gatewayWrapped", true).number("status", out.status).text("requestId", from.id);
  if (facts.sequence != 0)
    envelope.number("sequence", facts.sequence);
  else
    envelope.null("sequence");
  if (facts.user.empty())
    envelope.null("user");
  else
    envelope.text("user", facts.user);
  envelope.number("elapsedMs", facts.elapsed.count()).raw("body", plain).end();
}

} // namespace frontrow::http::fcfs
