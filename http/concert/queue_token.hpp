#pragma once

#include "http/endpoint.hpp"

/// How a waiting-room token travels.
namespace frontrow::http::concert {

/// From X-Queue-Token, or a bearer token (unless those identify users), or the cookie: what was
/// sent on purpose goes before what browsers add. token_missing or token_unknown otherwise.
verdict<token_id, complaint> read_token(const context&, const request&);

/// Stands for a token that was sent but is none of ours: 128 random bits never come to this.
inline constexpr token_id unreadable_token{0, 1};

/// The header line that gives the browser the token for so many seconds; 0 takes it away.
std::string print_cookie(token_id, std::uint64_t life_seconds);

} // namespace frontrow::http::concert
