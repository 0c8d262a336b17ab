#pragma once

#include "actors/base/refusal.hpp"

#include <span>
#include <string>
#include <string_view>

/// Every way of saying no to a client, in one table.
namespace frontrow::http {

/// Why the edge itself says no; `refusal` has the reasons of the rules.
enum class trouble : std::uint8_t {
  none = 0,

  // The request cannot be understood.
  bad_request,
  malformed_json,
  validation,
  idempotency_key_missing,
  idempotency_key_malformed,
  if_match_malformed,
  missing_user,

  // Who asks.
  identity_missing,
  identity_invalid,
  identity_mismatch,
  operator_token_missing,
  operator_token_wrong,
  read_only,
  rate_limited,

  // The protocol.
  not_found,
  preview_outdated,
  method_not_allowed,
  request_timeout,
  payload_too_large,
  unsupported_media_type,
  headers_too_large,
  version_not_supported,

  // Failures: nobody's fault who asks.
  service_unavailable,
  storage_full,
  overloaded,
  redis_error,
  sequence_unavailable,
  deadline_exceeded,
  internal_error,

  last = internal_error,
};

struct error_row {
  refusal no;              // whose row this is: of a refusal …
  trouble what;            // … or of a trouble
  std::string_view code;   // stable: clients may switch on it
  std::string_view reason; // of the FCFS face, whose document has a closed list
  unsigned status;
  /// Seconds after which trying again makes sense. 0: never, or each case knows its own.
  unsigned retry_after;
  std::string_view title;  // the same in every case
  std::string_view detail; // when a case has none of its own
};

std::span<const error_row> error_table();
const error_row& row_of(refusal);
const error_row& row_of(trouble);

/// What one client is told instead of what it asked for.
struct complaint {
  const error_row* row = nullptr;
  std::string detail;       // empty: the row's
  std::string members;      // printed JSON that the code adds, each member after a comma
  std::string headers;      // lines ended by CRLF, next to those that the row gives
  unsigned retry_after = 0; // 0: the row's

  complaint() = default;
  complaint(refusal no, std::string why = {}) : row(&row_of(no)), detail(std::move(why)) {}
  complaint(trouble what, std::string why = {}) : row(&row_of(what)), detail(std::move(why)) {}
};

} // namespace frontrow::http
