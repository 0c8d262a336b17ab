#include "http/routes.hpp"

#include "http/concert/concert_endpoints.hpp"
#include "http/concert/event_endpoints.hpp"
#include "http/concert/point_endpoints.hpp"
#include "http/concert/queue_endpoints.hpp"
#include "http/concert/reservation_endpoints.hpp"
#include "http/concert/seat_endpoints.hpp"
#include "http/fcfs/join_endpoint.hpp"
#include "http/fcfs/seat_endpoints.hpp"
#include "http/operations/operation_endpoints.hpp"

#include <array>

namespace frontrow::http {
namespace {

using enum beast::http::verb;

constexpr auto anyone = audience::anyone;
constexpr auto operators = audience::operators;
constexpr auto normal = priority::normal;
constexpr auto urgent = priority::urgent;
constexpr auto both = reach::both;

// clang-format off
constexpr std::array table{
    // First come, first served.
    call_row{post, "/fcfs/join", fcfs::join_seat, "fcfs_join", anyone, normal, both},
    call_row{get, "/api/v1/seats", fcfs::list_seats, "fcfs_seats", anyone, normal, both},
    call_row{get, "/api/v1/seats/{id}", fcfs::read_seat, "fcfs_seat", anyone, normal, both},
    call_row{post, "/api/v1/seats/reset", fcfs::reset_seats, "fcfs_reset", operators},

    // The waiting room.
    call_row{post, "/api/queue/tokens", concert::enter, "queue_enter"},
    call_row{delete_, "/api/queue/tokens", concert::leave, "queue_leave", anyone, urgent},
    call_row{get, "/api/queue/status", concert::read_status, "queue_status"},
    call_row{get, "/api/queue/stream", concert::stream_status, "queue_stream"},

    // Reservations.
    call_row{post, "/api/reservations", concert::reserve, "reserve"},
    call_row{get, "/api/reservations/{id}", concert::read_reservation, "reservation"},
    call_row{post, "/api/reservations/{id}/confirm", concert::confirm, "confirm", anyone, urgent},
    call_row{post, "/api/reservations/{id}/cancel", concert::cancel, "cancel", anyone, urgent},
    call_row{get, "/api/users/{id}/reservations", concert::list_user_reservations,
          "user_reservations"},

    // Points.
    call_row{get, "/api/users/{id}/point", concert::read_points, "points"},
    call_row{post, "/api/users/{id}/point/charge", concert::charge_points, "points_charge"},
    call_row{post, "/api/users/{id}/point/use", concert::use_points, "points_use"},
    call_row{get, "/api/users/{id}/point/history", concert::read_history, "points_history"},

    // Concerts and seats.
    call_row{get, "/api/concerts", concert::list_concerts_call, "concerts"},
    call_row{post, "/api/concerts", concert::create_concert_call, "concert_create", operators},
    call_row{get, "/api/concerts/{id}", concert::read_concert_call, "concert"},
    call_row{post, "/api/concerts/{id}/schedules", concert::create_schedule_call, "schedule_create",
          operators},
    call_row{get, "/api/schedules/{id}", concert::read_schedule_call, "schedule"},
    call_row{get, "/api/schedules/{id}/seats", concert::list_seats, "seats"},
    call_row{get, "/api/schedules/{id}/seats/stream", concert::stream_seats, "seats_stream"},

    // Events.
    call_row{get, "/api/events", concert::read_events, "events", operators},

    // Operations.
    call_row{get, "/metrics", operations::metrics, "metrics", anyone, urgent},
    call_row{get, "/livez", operations::is_alive, "livez", anyone, urgent, both},
    call_row{get, "/readyz", operations::is_ready, "readyz", anyone, urgent, both},
    call_row{get, "/health", operations::is_alive, "health", anyone, urgent, both},
    call_row{get, "/healthz", operations::is_alive, "healthz", anyone, urgent, both},
    call_row{get, "/openapi.json", operations::openapi, "openapi"},
    call_row{get, "/docs", operations::docs, "docs"},
};
// clang-format on

} // namespace

std::span<const call_row> call_rows() {
  return table;
}

} // namespace frontrow::http
