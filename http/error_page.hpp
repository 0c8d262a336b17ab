#pragma once

#include "http/error_table.hpp"
#include "http/exchange.hpp"

#include <caf/error.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace frontrow::http {

/// Two ways of printing an error: problem+json, and {"success":false,…}.
enum class face : std::uint8_t { concert, fcfs };

/// Of /fcfs/… and /api/v1/… the FCFS face, of anything else the concert face.
face face_of(std::string_view path);

/// How often each code was answered since the start, in the table's order. Any thread may ask.
std::vector<std::pair<std::string_view, std::uint64_t>> complaints_counted();

/// Which row of the table a failure of an ask has.
trouble trouble_of(const caf::error&);

/// `no` as the request's face prints it, with Retry-After where the table or the case gives a time.
/// For endpoints; never wrapped.
response print_complaint(const request&, const complaint& no);

/// The same for whoever is outside of endpoints: wrapped, when the client wants it so.
response print_edge_error(const request&, trouble, std::string detail = {},
                          std::string headers = {});

} // namespace frontrow::http
