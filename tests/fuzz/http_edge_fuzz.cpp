#include "http/server/peers.hpp"
#include "http/server/query.hpp"
#include "http/server/request_reader.hpp"
#include "http/server/route.hpp"
#include "http/server/trace.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

/// The HTTP edge as a function from bytes to decisions, without sockets. Whatever comes, it must
/// not crash, must keep its limits, and must decide the same however the bytes are cut.

using namespace frontrow::http;
using step = request_reader::step;

namespace {

constexpr std::size_t header_max = 1'024;
constexpr std::size_t body_max = 256;

void must(bool holds) {
  if (!holds)
    std::abort();
}

// Everything that a session would learn of one request.
std::string describe(const request_reader& reader) {
  static const trusted_proxies proxies{{"10.0.0.0/8"}};
  const auto& head = reader.head_of();
  const auto path = reader.text(head.path);
  const auto query = reader.text(head.query);
  std::string all = std::to_string(static_cast<int>(head.method)) + ' ' + std::string{path} + ' '
                    + std::string{query};
  all += head.keep_alive ? " stays" : " leaves";
  if (is_request_id(reader.text(head.request_id)))
    all += reader.text(head.request_id);
  if (is_traceparent(reader.text(head.trace)))
    all += trace_id(reader.text(head.trace));
  all += query_value(query, "a").value_or("-");
  all += is_sound_query(query) ? "" : " broken query";
  all += proxies.client(boost::asio::ip::make_address_v4(0x0a000001), reader.fields());
  if (reader.has_body()) {
    must(reader.body().size() <= body_max);
    all += reader.body();
  }
  return all;
}

std::vector<std::string> decide(std::string_view text, std::size_t piece) {
  std::vector<std::string> all;
  request_reader reader{header_max};
  bool in_body = false;
  while (!text.empty()) {
    const auto room = reader.room();
    const auto size = std::min({text.size(), room.size(), piece});
    std::copy_n(text.data(), size, room.data());
    reader.add(size);
    text.remove_prefix(size);
    for (;;) {
      const auto at = in_body ? reader.read_body(body_max) : reader.read_head();
      if (at == step::refused) {
        must(reader.why() != edge_error::none);
        all.push_back("refused " + std::to_string(static_cast<int>(reader.why())));
        return all;
      }
      if (at == step::more)
        break;
      if (!in_body && reader.has_body()) {
        in_body = true;
        continue;
      }
      in_body = false;
      all.push_back(describe(reader));
      reader.next();
    }
  }
  return all;
}

const route_table& routes() {
  const auto row = [](const char* path) {
    route made;
    made.method = beast::http::verb::get;
    made.name = made.path = path;
    made.answer = [](const request&) -> net::awaitable<response> {
      co_return response{};
    };
    return made;
  };
  static const route_table table{{row("/"), row("/api/{a}/b/{c}"), row("/api/x/b"), row("/{a}")}};
  return table;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto whole = decide(text, text.size());
  must(decide(text, 1) == whole);
  must(decide(text, 7) == whole);
  std::array<std::string, 2> arguments;
  routes().find(beast::http::verb::get, text, door::gateway, arguments);
  return 0;
}
