#include "http/concert/concert_endpoints.hpp"
#include "http/json/reader.hpp"

namespace frontrow::http::concert {
namespace {

/// A time that is wanted, or one that may be left out: the epoch stands for none.
instant read_time(json::reader& in, std::string_view name, zone_offset zone, bool is_required) {
  constexpr std::string_view wanted = "must be a time such as 2024-01-01T12:00:00";
  const auto text = in.text_or_none(name);
  if (!text) {
    if (is_required)
      in.complain(name, "is missing: it " + std::string{wanted});
    return {};
  }
  const auto when = parse_time(*text, zone);
  if (!when || *when == instant{}) {
    in.complain(name, wanted);
    return {};
  }
  return *when;
}

section_row read_block(json::reader& in, std::string name) {
  section_row section;
  section.name = std::move(name);
  section.rows = static_cast<std::uint32_t>(in.whole("rows", 1, schedule_seats_max));
  section.seats_per_row
      = static_cast<std::uint32_t>(in.whole("seatsPerRow", 1, schedule_seats_max));
  section.price = in.whole("price", 0, amount_max);
  return section;
}

/// A plan with sections, or the rows and seats of the only one.
verdict<std::vector<section_row>, complaint> read_sections(json::reader& in) {
  std::vector<section_row> sections;
  if (!in.has("sections") && in.has("rows")) {
    sections.push_back(read_block(in, "A"));
    return sections;
  }
  const auto* list = in.list("sections", 1, sections_max);
  if (!list)
    return in.error();
  for (std::size_t i = 0; i < list->size(); ++i) {
    json::reader one{(*list)[i], "sections[" + std::to_string(i) + "]."};
    auto name = one.text("name", 1, section_name_length_max);
    sections.push_back(read_block(one, std::move(name)));
    if (!one.is_good())
      return one.error();
  }
  return sections;
}

std::int64_t count_seats(const std::vector<section_row>& sections) {
  std::int64_t count = 0;
  for (const auto& section : sections)
    count += std::int64_t{section.rows} * section.seats_per_row;
  return count;
}

} // namespace

verdict<create_concert, complaint> parse_concert(const request& from) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  create_concert wish;
  wish.title = in.text("title", 1, title_length_max);
  wish.artist = in.text("artist", 1, title_length_max);
  if (!in.is_good())
    return in.error();
  return wish;
}

verdict<create_schedule, complaint> parse_schedule(const request& from, zone_offset zone) {
  const auto id = path_id(from);
  if (!id)
    return bad_path_id("concertId");
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  schedule_row facts;
  facts.concert = concert_id{*id};
  facts.starts_at = read_time(in, "startsAt", zone, true);
  facts.sale_opens_at = read_time(in, "saleOpensAt", zone, false);
  facts.sale_closes_at = read_time(in, "saleClosesAt", zone, false);
  facts.concurrent_user_max
      = static_cast<std::uint32_t>(in.whole("maxConcurrentUser", 0, concurrent_user_max));
  const auto sections = read_sections(in);
  if (!in.is_good())
    return in.error();
  if (!sections)
    return sections.error();
  facts.sections = *sections;
  if (count_seats(facts.sections) > schedule_seats_max)
    in.complain("sections", "must not have more than " + std::to_string(schedule_seats_max)
                                + " seats together");
  if (facts.sale_opens_at != instant{} && facts.sale_closes_at != instant{}
      && facts.sale_opens_at >= facts.sale_closes_at)
    in.complain("saleOpensAt", "must be before saleClosesAt");
  if (!in.is_good())
    return in.error();
  return create_schedule{facts};
}

} // namespace frontrow::http::concert
