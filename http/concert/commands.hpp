#pragma once

#include "http/endpoint.hpp"
#include "http/json/value.hpp"

/// What reservations and points have in common: commands to the desk, with idempotency keys.
namespace frontrow::http::concert {

/// The key in the headers; empty when there is none.
verdict<std::string, complaint> read_key(const request&, bool is_required);

/// A command of this user with the request's key and fingerprint; the rest is up to the caller.
verdict<command, complaint> begin_command(const context&, const request&, operation, user_id,
                                          std::uint64_t path_argument, const json::value& body);

/// A refused outcome, the same bytes at every repeat.
response print_refusal(const request&, const outcome&);

/// Marks a repeat as one.
void mark_replay(response&, const outcome&);

} // namespace frontrow::http::concert
