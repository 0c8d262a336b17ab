#include "http/error_table.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace frontrow;
using namespace frontrow::http;

TEST_CASE("every refusal and every trouble has exactly one row") {
  std::set<std::string_view> codes;
  for (const auto& row : error_table()) {
    INFO(row.code);
    CHECK((row.no != refusal::none) != (row.what != trouble::none));
    CHECK(codes.insert(row.code).second);
    CHECK(row.status >= 400);
    CHECK_FALSE(row.title.empty());
    CHECK_FALSE(row.detail.empty());
  }
  const auto refusals = static_cast<unsigned>(refusal::last);
  const auto troubles = static_cast<unsigned>(trouble::last);
  CHECK(error_table().size() == refusals + troubles);
  for (unsigned i = 1; i <= refusals; ++i)
    CHECK(row_of(refusal(i)).no == refusal(i));
  for (unsigned i = 1; i <= troubles; ++i)
    CHECK(row_of(trouble(i)).what == trouble(i));
}

TEST_CASE("the FCFS face stays within its document's reasons") {
  const std::set<std::string_view> known{
      "sold_out",
      "duplicate",
      "contention",
      "already_reserved",
      "validation",
      "internal_error",
      "service_unavailable",
      "redis_error",
      "missing_user",
      "not_found",
      "sequence_unavailable",
      "rate_limited"}; // an addition: the document knows no limits
  for (const auto& row : error_table())
    CHECK(known.contains(row.reason));
}

TEST_CASE("whoever may try again is told when") {
  for (const auto& row : error_table())
    if (row.status == 503 || row.status == 504) {
      INFO(row.code);
      CHECK(row.retry_after > 0);
    }
}

TEST_CASE("the codes and statuses that the documents promise") {
  const auto [no, status, code] = GENERATE(table<refusal, unsigned, std::string_view>({
      {refusal::token_missing, 401, "token_missing"},
      {refusal::token_unknown, 401, "token_unknown"},
      {refusal::token_mismatch, 403, "token_mismatch"},
      {refusal::token_waiting, 403, "token_waiting"},
      {refusal::token_expired, 410, "token_expired"},
      {refusal::sale_not_open, 409, "sale_not_open"},
      {refusal::sale_closed, 409, "sale_closed"},
      {refusal::price_changed, 409, "price_changed"},
      {refusal::seat_taken, 409, "seat_taken"},
      {refusal::reservation_expired, 410, "reservation_expired"},
      {refusal::version_conflict, 412, "version_conflict"},
      {refusal::insufficient_balance, 422, "insufficient_balance"},
      {refusal::idempotency_mismatch, 422, "idempotency_mismatch"},
      {refusal::idempotency_in_progress, 409, "idempotency_in_progress"},
      {refusal::duplicate, 409, "duplicate"},
      {refusal::already_reserved, 409, "already_reserved"},
      {refusal::sold_out, 409, "sold_out"},
      {refusal::contention, 409, "contention"},
  }));
  CHECK(row_of(no).status == status);
  CHECK(row_of(no).code == code);
}
