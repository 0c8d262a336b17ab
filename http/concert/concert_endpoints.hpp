#pragma once

#include "http/endpoint.hpp"

/// POST /api/concerts, GET /api/concerts, GET /api/concerts/{id},
/// POST /api/concerts/{id}/schedules, GET /api/schedules/{id}
namespace frontrow::http::concert {

inline constexpr std::size_t title_length_max = 200;
inline constexpr std::size_t section_name_length_max = 100;
inline constexpr std::size_t sections_max = 100;
inline constexpr std::int64_t schedule_seats_max = 1'000'000;
inline constexpr std::int64_t concurrent_user_max = 1'000'000;

verdict<create_concert, complaint> parse_concert(const request&);
verdict<create_schedule, complaint> parse_schedule(const request&, zone_offset);

net::awaitable<response> create_concert_call(context&, const request&);
net::awaitable<response> list_concerts_call(context&, const request&);
net::awaitable<response> read_concert_call(context&, const request&);
net::awaitable<response> create_schedule_call(context&, const request&);
net::awaitable<response> read_schedule_call(context&, const request&);

} // namespace frontrow::http::concert
