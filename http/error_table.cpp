#include "http/error_table.hpp"

#include "actors/base/ensure.hpp"

#include <algorithm>
#include <array>

namespace frontrow::http {
namespace {

using r = refusal;
using t = trouble;

constexpr std::array refusal_rows{
    error_row{r::token_missing, t::none, "token_missing", "validation", 401, 0,
              "No waiting-room token",
              "send the token as the cookie tokenId, as X-Queue-Token or as a bearer token"},
    error_row{r::token_unknown, t::none, "token_unknown", "validation", 401, 0,
              "Unknown waiting-room token", "ask for a token with POST /api/queue/tokens"},
    error_row{r::token_mismatch, t::none, "token_mismatch", "validation", 403, 0,
              "The token is somebody else's", "use the token of this user and schedule"},
    error_row{r::token_waiting, t::none, "token_waiting", "validation", 403, 0, "Still waiting",
              "wait until the token is ACTIVE"},
    error_row{r::token_expired, t::none, "token_expired", "validation", 410, 0,
              "The token has ended", "ask for a new token with POST /api/queue/tokens"},
    error_row{r::concert_not_found, t::none, "concert_not_found", "not_found", 404, 0,
              "No such concert", "GET /api/concerts lists the concerts"},
    error_row{r::schedule_not_found, t::none, "schedule_not_found", "not_found", 404, 0,
              "No such schedule", "GET /api/concerts/{id} lists a concert's schedules"},
    error_row{r::seat_not_found, t::none, "seat_not_found", "not_found", 404, 0, "No such seat",
              "the schedule's seat list has every seat"},
    error_row{r::reservation_not_found, t::none, "reservation_not_found", "not_found", 404, 0,
              "No such reservation", "use the reservationId of an answer, 13 characters"},
    error_row{r::not_the_owner, t::none, "not_the_owner", "validation", 403, 0,
              "The reservation is somebody else's", "only its owner may do this"},
    error_row{r::sale_not_open, t::none, "sale_not_open", "validation", 409, 0,
              "The sale has not opened", "saleOpensAt of the schedule says when"},
    error_row{r::sale_closed, t::none, "sale_closed", "sold_out", 409, 0, "The sale has closed",
              "saleClosesAt of the schedule has passed"},
    error_row{r::price_changed, t::none, "price_changed", "validation", 409, 0,
              "The price is another", "ask the buyer whether the real price is agreeable"},
    error_row{r::seat_taken, t::none, "seat_taken", "contention", 409, 0, "The seat is taken",
              "choose another seat"},
    error_row{r::reservation_expired, t::none, "reservation_expired", "validation", 410, 0,
              "The hold has ended", "reserve again"},
    error_row{r::reservation_cancelled, t::none, "reservation_cancelled", "validation", 409, 0,
              "The reservation was cancelled", "reserve again"},
    error_row{r::reservation_confirmed, t::none, "reservation_confirmed", "validation", 409, 0,
              "The reservation is confirmed already", "nothing is left to do"},
    error_row{r::version_conflict, t::none, "version_conflict", "validation", 412, 0,
              "The version is old", "read the points again and send their ETag as If-Match"},
    error_row{r::insufficient_balance, t::none, "insufficient_balance", "validation", 422, 0,
              "Not enough points", "charge points first"},
    error_row{r::balance_limit, t::none, "balance_limit", "validation", 422, 0,
              "The balance would exceed its limit", "a wallet holds 9,000,000,000,000,000 points"},
    error_row{r::idempotency_mismatch, t::none, "idempotency_mismatch", "validation", 422, 0,
              "The key was used for something else", "use a new Idempotency-Key for a new request"},
    error_row{r::idempotency_in_progress, t::none, "idempotency_in_progress", "contention", 409, 1,
              "The first request with this key still runs", "try again with the same key"},
    error_row{r::duplicate, t::none, "duplicate", "duplicate", 409, 0, "Tried a moment ago",
              "this user or address tried already; try again when userTtlRemaining has passed"},
    error_row{r::already_reserved, t::none, "already_reserved", "already_reserved", 409, 0,
              "This user has a seat", "the seat of the first success is still yours"},
    error_row{r::sold_out, t::none, "sold_out", "sold_out", 409, 0, "Sold out", "no seat is left"},
    error_row{r::contention, t::none, "contention", "contention", 409, 1,
              "Others were faster, several times", "try again"},
};

constexpr std::array trouble_rows{
    error_row{r::none, t::bad_request, "bad_request", "validation", 400, 0, "Bad request",
              "the request is not valid HTTP"},
    error_row{r::none, t::malformed_json, "malformed_json", "validation", 400, 0, "Malformed JSON",
              "the body must be one JSON value in UTF-8"},
    error_row{r::none, t::validation, "validation", "validation", 400, 0, "Invalid request",
              "correct the request"},
    error_row{r::none, t::idempotency_key_missing, "idempotency_key_missing", "validation", 400, 0,
              "No Idempotency-Key", "send an Idempotency-Key of 1 to 255 visible ASCII characters"},
    error_row{r::none, t::idempotency_key_malformed, "idempotency_key_malformed", "validation", 400,
              0, "Malformed Idempotency-Key",
              "Idempotency-Key must be 1 to 255 visible ASCII characters, bare or quoted"},
    error_row{r::none, t::if_match_malformed, "if_match_malformed", "validation", 400, 0,
              "Malformed If-Match", "If-Match must be an ETag of this wallet, such as \"7\", or *"},
    error_row{r::none, t::missing_user, "missing_user", "missing_user", 400, 0, "No user header",
              "send the header that names the user"},

    error_row{r::none, t::identity_missing, "identity_missing", "validation", 401, 0,
              "Not identified", "send Authorization: Bearer and a token of this user"},
    error_row{r::none, t::identity_invalid, "identity_invalid", "validation", 401, 0,
              "The bearer token does not count", "send a token that is valid now"},
    error_row{r::none, t::identity_mismatch, "identity_mismatch", "validation", 403, 0,
              "Not that user", "the bearer token is another user's"},
    error_row{r::none, t::operator_token_missing, "operator_token_missing", "validation", 401, 0,
              "The operator's token is missing", "send X-Admin-Token"},
    error_row{r::none, t::operator_token_wrong, "operator_token_wrong", "validation", 403, 0,
              "The operator's token is wrong", "X-Admin-Token is not the operator's token"},
    error_row{r::none, t::read_only, "read_only", "validation", 403, 0, "This token may only look",
              "send the operator's token as X-Admin-Token"},
    error_row{r::none, t::rate_limited, "rate_limited", "rate_limited", 429, 0, "Asked too often",
              "try again when Retry-After has passed"},

    error_row{r::none, t::not_found, "not_found", "not_found", 404, 0, "Not found",
              "there is nothing at this path; /docs lists what there is"},
    error_row{r::none, t::preview_outdated, "preview_outdated", "contention", 409, 0,
              "Not what was previewed", "preview the action again, and confirm that"},
    error_row{r::none, t::method_not_allowed, "method_not_allowed", "validation", 405, 0,
              "Method not allowed", "Allow lists the methods of this path"},
    error_row{r::none, t::request_timeout, "request_timeout", "validation", 408, 0,
              "The request came too slowly", "send the whole request at once"},
    error_row{r::none, t::payload_too_large, "payload_too_large", "validation", 413, 0,
              "The body is too large", "send a shorter body"},
    error_row{r::none, t::unsupported_media_type, "unsupported_media_type", "validation", 415, 0,
              "Not a media type of this call", "send Content-Type: application/json"},
    error_row{r::none, t::headers_too_large, "headers_too_large", "validation", 431, 0,
              "The headers are too large", "send shorter headers"},
    error_row{r::none, t::version_not_supported, "version_not_supported", "validation", 505, 0,
              "Not a version of HTTP spoken here", "use HTTP/1.1"},

    error_row{r::none, t::service_unavailable, "service_unavailable", "service_unavailable", 503, 1,
              "Not available at the moment",
              "the store is out of reach, or what it saved is being looked up; try again"},
    error_row{r::none, t::storage_full, "storage_full", "service_unavailable", 503, 1,
              "No room to save", "the store takes no writes at the moment; try again"},
    error_row{r::none, t::overloaded, "overloaded", "service_unavailable", 503, 1, "Too busy",
              "more is asked than can be done; try again"},
    error_row{r::none, t::redis_error, "redis_error", "redis_error", 503, 1, "The guard failed",
              "the guard could not be set; try again"},
    error_row{r::none, t::sequence_unavailable, "sequence_unavailable", "sequence_unavailable", 503,
              1, "No sequence number", "no number could be handed out; try again"},
    error_row{r::none, t::deadline_exceeded, "deadline_exceeded", "service_unavailable", 504, 1,
              "No answer in time", "it may have been done: try again with the same key"},
    error_row{r::none, t::internal_error, "internal_error", "internal_error", 500, 0,
              "A fault of this server", "it was noted; try again later"},
};

consteval auto joined() {
  std::array<error_row, refusal_rows.size() + trouble_rows.size()> all{};
  std::ranges::copy(refusal_rows, all.begin());
  std::ranges::copy(trouble_rows, all.begin() + refusal_rows.size());
  return all;
}

constexpr auto table = joined();

/// The index of each row, by refusal and by trouble, found when compiling: a reason without a row
/// does not compile.
template <class Enum>
consteval auto index_by(Enum error_row::*of) {
  std::array<std::uint8_t, static_cast<std::size_t>(Enum::last) + 1> index{};
  for (std::size_t which = 1; which < index.size(); ++which) {
    std::size_t found = 0;
    while (static_cast<std::size_t>(table[found].*of) != which)
      ++found;
    index[which] = static_cast<std::uint8_t>(found);
  }
  return index;
}

constexpr auto by_refusal = index_by(&error_row::no);
constexpr auto by_trouble = index_by(&error_row::what);

} // namespace

std::span<const error_row> error_table() {
  return table;
}

const error_row& row_of(refusal no) {
  ensure(no != refusal::none && no <= refusal::last);
  return table[by_refusal[static_cast<std::size_t>(no)]];
}

const error_row& row_of(trouble what) {
  ensure(what != trouble::none && what <= trouble::last);
  return table[by_trouble[static_cast<std::size_t>(what)]];
}

} // namespace frontrow::http
