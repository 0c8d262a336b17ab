#include "http/concert/pages.hpp"

#include "http/server/query.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http::concert {

verdict<page_wish, complaint> read_page(const request& from) {
  page_wish wish;
  wish.cursor = query_value(from.query, "cursor").value_or("");
  const auto limit = query_value(from.query, "limit");
  if (!limit)
    return wish;
  const auto number = parse_decimal(*limit, page_length_max);
  if (!number || *number == 0)
    return complaint{trouble::validation,
                     "limit must be a whole number from 1 to " + std::to_string(page_length_max)};
  wish.limit = static_cast<std::uint32_t>(*number);
  return wish;
}

complaint bad_cursor() {
  return {trouble::validation, "cursor must be the \"next\" of another page"};
}

} // namespace frontrow::http::concert
