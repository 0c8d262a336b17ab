#include "http/routes.hpp"

#include "http/admin/audit.hpp"
#include "http/admin/console_calls.hpp"
#include "http/concert/concert_endpoints.hpp"
#include "http/concert/event_endpoints.hpp"
#include "http/concert/point_endpoints.hpp"
#include "http/concert/queue_endpoints.hpp"
#include "http/concert/reservation_endpoints.hpp"
#include "http/concert/seat_endpoints.hpp"
#include "http/fcfs/join_endpoint.hpp"
#include "http/fcfs/seat_endpoints.hpp"
#include "http/operations/cluster_endpoints.hpp"
#include "http/operations/operation_endpoints.hpp"
#include "http/operations/outbox_endpoints.hpp"
#include "http/pages/page_endpoints.hpp"

#include <algorithm>
#include <array>

namespace frontrow::http {
namespace {

using enum beast::http::verb;

constexpr auto anyone = caller::anyone;
constexpr auto users = caller::users;
constexpr auto operators = caller::operators;
constexpr auto readers = caller::readers;
constexpr auto normal = urgency::normal;
constexpr auto urgent = urgency::urgent;
constexpr auto gateway = ports::gateway;
constexpr auto both = ports::gateway_and_app;
constexpr auto admin_port = ports::admin;
constexpr auto browsers = ports::gateway_and_admin;
constexpr auto all = ports::all;

// clang-format off
constexpr std::array table{
    // First come, first served.
    call{post, "/fcfs/join", fcfs::join_seat, "fcfs_join", users, normal, both},
    call{get, "/api/v1/seats", fcfs::list_seats, "fcfs_seats", anyone, normal, both},
    call{get, "/api/v1/seats/{id}", fcfs::read_seat, "fcfs_seat", anyone, normal, both},
    call{post, "/api/v1/seats/reset", fcfs::reset_seats, "fcfs_reset", operators, normal,
         admin_port},

    // The waiting room.
    call{post, "/api/queue/tokens", concert::enter, "queue_enter", users},
    call{delete_, "/api/queue/tokens", concert::leave, "queue_leave", users, urgent},
    call{get, "/api/queue/status", concert::read_status, "queue_status", users},
    call{get, "/api/queue/stream", concert::stream_status, "queue_stream", users},

    // Reservations.
    call{post, "/api/reservations", concert::reserve, "reserve", users},
    call{get, "/api/reservations/{id}", concert::read_reservation, "reservation", users},
    call{post, "/api/reservations/{id}/confirm", concert::confirm, "confirm", users, urgent},
    call{post, "/api/reservations/{id}/cancel", concert::cancel, "cancel", users, urgent},
    call{get, "/api/users/{id}/reservations", concert::list_user_reservations,
         "user_reservations", users},

    // Points.
    call{get, "/api/users/{id}/point", concert::read_points, "points", users},
    call{post, "/api/users/{id}/point/charge", concert::charge_points, "points_charge", users},
    call{post, "/api/users/{id}/point/use", concert::use_points, "points_use", users},
    call{get, "/api/users/{id}/point/history", concert::read_history, "points_history", users},

    // Concerts and seats.
    call{get, "/api/concerts", concert::list_concerts_call, "concerts"},
    call{post, "/api/concerts", concert::create_concert_call, "concert_create", operators,
         normal, admin_port},
    call{get, "/api/concerts/{id}", concert::read_concert_call, "concert"},
    call{post, "/api/concerts/{id}/schedules", concert::create_schedule_call, "schedule_create",
         operators, normal, admin_port},
    call{get, "/api/schedules/{id}", concert::read_schedule_call, "schedule"},
    call{get, "/api/schedules/{id}/seats", concert::list_seats, "seats"},
    call{get, "/api/schedules/{id}/seats/stream", concert::stream_seats, "seats_stream"},

    // Events.
    call{get, "/api/events", concert::read_events, "events", readers, normal, admin_port},

    // How events are published.
    call{get, "/admin/outbox", operations::read_outbox, "outbox", readers, normal, admin_port},
    call{post, "/admin/outbox/replay", operations::replay_outbox, "outbox_replay", operators,
         normal, admin_port},
    call{post, "/admin/outbox/discard", operations::discard_outbox, "outbox_discard", operators,
         normal, admin_port},

    // Operations.
    call{get, "/metrics", operations::metrics, "metrics", anyone, urgent, admin_port},
    call{get, "/livez", operations::is_alive, "livez", anyone, urgent, all},
    call{get, "/readyz", operations::is_ready, "readyz", anyone, urgent, all},
    call{get, "/health", operations::is_alive, "health", anyone, urgent, all},
    call{get, "/healthz", operations::is_alive, "healthz", anyone, urgent, all},
    call{get, "/openapi.json", operations::openapi, "openapi"},
    call{get, "/docs", operations::docs, "docs"},

    // What people look at. The buyer's app is one page, whichever path it begins at.
    call{get, "/", pages::buyer_page, "page"},
    call{get, "/concerts/{id}", pages::buyer_page, "page_concert"},
    call{get, "/schedules/{id}", pages::buyer_page, "page_schedule"},
    call{get, "/reservations", pages::buyer_page, "page_reservations"},
    call{get, "/reservations/{id}", pages::buyer_page, "page_reservation"},
    call{get, "/points", pages::buyer_page, "page_points"},
    call{get, "/first", pages::buyer_page, "page_first"},
    call{get, "/console", pages::console_page, "page_console", anyone, normal, admin_port},
    call{get, "/assets/{name}", pages::asset, "asset", anyone, normal, browsers},
};

// Who belongs to the cluster and who owns what.
constexpr std::array cluster_table{
    call{get, "/admin/cluster/view", operations::read_cluster_view, "cluster_view", readers,
         urgent, admin_port},
    call{post, "/admin/cluster/drain", operations::drain_cluster_node, "cluster_drain", operators,
         urgent, admin_port},
    call{post, "/admin/cluster/move", operations::move_cluster_shard, "cluster_move", operators,
         urgent, admin_port},
};
// clang-format on

trouble trouble_of(edge_error why) {
  switch (why) {
  case edge_error::none:
  case edge_error::internal:
    return trouble::internal_error;
  case edge_error::bad_request:
    return trouble::bad_request;
  case edge_error::operator_token_missing:
    return trouble::operator_token_missing;
  case edge_error::operator_token_wrong:
    return trouble::operator_token_wrong;
  case edge_error::read_only:
    return trouble::read_only;
  case edge_error::not_found:
    return trouble::not_found;
  case edge_error::method_not_allowed:
    return trouble::method_not_allowed;
  case edge_error::timeout:
    return trouble::request_timeout;
  case edge_error::body_too_large:
    return trouble::payload_too_large;
  case edge_error::unsupported_media_type:
    return trouble::unsupported_media_type;
  case edge_error::header_too_large:
    return trouble::headers_too_large;
  case edge_error::overloaded:
    return trouble::overloaded;
  case edge_error::deadline:
    return trouble::deadline_exceeded;
  }
  return trouble::internal_error;
}

/// Whatever operators change is written down; the console's own actions write down more than their
/// names.
endpoint endpoint_of(context& with, const call& r) {
  const bool is_own = r.path.starts_with("/admin/actions/");
  if (r.who == operators && !is_own)
    return [&with, r](const request& asked) {
      return admin::audited(with, asked, r.name, r.answer);
    };
  return [&with, answer = r.answer](const request& asked) {
    return answer(with, asked);
  };
}

} // namespace

std::vector<route> routes(context& with) {
  std::vector<route> rows;
  const auto add = [&](const call& r) {
    rows.push_back({r.method, std::string{r.path}, std::string{r.name}, endpoint_of(with, r), r.who,
                    r.how, r.where, r.who != caller::anyone});
  };
  std::ranges::for_each(table, add);
  std::ranges::for_each(cluster_table, add);
  std::ranges::for_each(admin::console_calls(), add);
  return rows;
}

response print_refused(const request& asked, edge_error why) {
  auto out = print_edge_error(asked, trouble_of(why));
  // The engine says itself when to come back.
  if (why == edge_error::overloaded)
    out.headers.clear();
  return out;
}

} // namespace frontrow::http
