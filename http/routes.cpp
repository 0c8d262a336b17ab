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
constexpr auto gateway = ports::gateway;
constexpr auto both = ports::both;

// clang-format off
constexpr std::array table{
    // First come, first served.
    route{post, "/fcfs/join", fcfs::join_seat, "fcfs_join", anyone, normal, both},
    route{get, "/api/v1/seats", fcfs::list_seats, "fcfs_seats", anyone, normal, both},
    route{get, "/api/v1/seats/{id}", fcfs::read_seat, "fcfs_seat", anyone, normal, both},
    route{post, "/api/v1/seats/reset", fcfs::reset_seats, "fcfs_reset", operators, normal, gateway},

    // The waiting room.
    route{post, "/api/queue/tokens", concert::enter, "queue_enter"},
    route{delete_, "/api/queue/tokens", concert::leave, "queue_leave", anyone, urgent},
    route{get, "/api/queue/status", concert::read_status, "queue_status"},
    route{get, "/api/queue/stream", concert::stream_status, "queue_stream"},

    // Reservations.
    route{post, "/api/reservations", concert::reserve, "reserve"},
    route{get, "/api/reservations/{id}", concert::read_reservation, "reservation"},
    route{post, "/api/reservations/{id}/confirm", concert::confirm, "confirm", anyone, urgent},
    route{post, "/api/reservations/{id}/cancel", concert::cancel, "cancel", anyone, urgent},
    route{get, "/api/users/{id}/reservations", concert::list_user_reservations,
          "user_reservations"},

    // Points.
    route{get, "/api/users/{id}/point", concert::read_points, "points"},
    route{post, "/api/users/{id}/point/charge", concert::charge_points, "points_charge"},
    route{post, "/api/users/{id}/point/use", concert::use_points, "points_use"},
    route{get, "/api/users/{id}/point/history", concert::read_history, "points_history"},

    // Concerts and seats.
    route{get, "/api/concerts", concert::list_concerts_call, "concerts"},
    route{post, "/api/concerts", concert::create_concert_call, "concert_create", operators},
    route{get, "/api/concerts/{id}", concert::read_concert_call, "concert"},
    route{post, "/api/concerts/{id}/schedules", concert::create_schedule_call, "schedule_create",
          operators},
    route{get, "/api/schedules/{id}", concert::read_schedule_call, "schedule"},
    route{get, "/api/schedules/{id}/seats", concert::list_seats, "seats"},
    route{get, "/api/schedules/{id}/seats/stream", concert::stream_seats, "seats_stream"},

    // Events.
    route{get, "/api/events", concert::read_events, "events", operators},

    // Operations.
    route{get, "/metrics", operations::metrics, "metrics", anyone, urgent},
    route{get, "/livez", operations::is_alive, "livez", anyone, urgent, both},
    route{get, "/readyz", operations::is_ready, "readyz", anyone, urgent, both},
    route{get, "/health", operations::is_alive, "health", anyone, urgent, both},
    route{get, "/healthz", operations::is_alive, "healthz", anyone, urgent, both},
    route{get, "/openapi.json", operations::openapi, "openapi"},
    route{get, "/docs", operations::docs, "docs"},
};
// clang-format on

} // namespace

std::span<const route> routes() {
  return table;
}

} // namespace frontrow::http
