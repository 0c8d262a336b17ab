// Feeds bytes to every parser that a client's body reaches. Whatever they are, parsing ends,
// answers with a value or a reason, and what was accepted survives being printed and parsed again.

#include "http/json/fingerprint.hpp"
#include "http/json/parse.hpp"
#include "http/json/print.hpp"
#include "http/json/reader.hpp"
#include "http/json/utf8.hpp"
#include "http/server/query.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"
#include "http/text/times.hpp"

#include "actors/base/ensure.hpp"

using namespace frontrow;
using namespace frontrow::http;

namespace {

void read_members(const json::value& body) {
  json::reader in{body};
  for (const auto name : {"userId", "concertScheduleId", "seatId", "scheduleId"})
    ensure(in.is_good() || in.id(name) <= id_max);
  in.whole("price", 0, amount_max);
  in.whole("amount", 1, amount_max);
  in.text("user_name", 1, 50);
  in.text("phone", 3, 20);
  if (const auto when = in.text_or_none("startsAt"))
    parse_time(*when, zone_offset{0});
  if (const auto* sections = in.list("sections", 1, 100))
    for (const auto& each : *sections)
      json::reader{each, "sections[]."}.whole("rows", 1, 1'000'000);
  ensure(in.is_good() || !in.error().detail.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(bytes), size};

  std::string printed;
  json::append_text(printed, text);
  const auto again = json::parse(printed);
  ensure(static_cast<bool>(again) && again->is == json::value::kind::text);
  ensure(!json::count_characters(text) || again->text == text);

  const auto body = json::parse_body(text, true);
  if (!body) {
    ensure(!body.error().detail.empty());
  } else {
    read_members(*body);
    ensure(json::fingerprint_of(operation::reserve, 0, *body)
           == json::fingerprint_of(operation::reserve, 0, *body));
  }

  static_cast<void>(query_value(text, "userId"));
  static_cast<void>(percent_decode(text, false));
  find_cookie(text, "tokenId");
  parse_versions(text, true);
  parse_idempotency_key(text);
  parse_token(text);
  parse_zone(text);
  if (const auto id = parse_reservation_id(text))
    ensure(parse_reservation_id(print_id(*id)) == id);
  return 0;
}
