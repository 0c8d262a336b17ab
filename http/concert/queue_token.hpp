#pragma once

#include "http/endpoint.hpp"

/// How a waiting-room token travels.
namespace frontrow::http::concert {

/// From X-Queue-Token, or a bearer token (unless those identify users), or the cookie: what was
/// sent on purpose goes before what browsers add. token_missing or token_unknown otherwise, also
/// for another schedule's token that says so.
verdict<shown_token, complaint> read_token(const context&, const request&, schedule_id);

/// Stands for a token that was sent but is none of ours: 128 random bits never come to this.
inline constexpr token_id unreadable_token{0, 1};

/// The header line that gives the browser the token for as long as it lives.
std::string print_cookie(const context&, schedule_id, const queue_ticket&);
/// The one that takes it away.
std::string print_no_cookie();

} // namespace frontrow::http::concert
