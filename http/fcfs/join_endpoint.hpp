#pragma once

#include "http/endpoint.hpp"

/// POST /fcfs/join
namespace frontrow::http::fcfs {

/// The user header's value; a complaint when it is missing or cannot be a user.
verdict<std::string, complaint> read_user(const settings&, const request&);

/// Checks in the contract's order: the user first, then who the caller is, the body, and, at the
/// app port, the sequence number of the gateway in front.
verdict<join, complaint> parse_join(const settings&, const request&);

/// Deterministic from the answer.
response print_join(const request&, const join_answer&);

net::awaitable<response> join_seat(context&, const request&);

} // namespace frontrow::http::fcfs
