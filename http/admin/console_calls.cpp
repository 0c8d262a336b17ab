#include "http/admin/console_calls.hpp"

#include "http/admin/action_endpoints.hpp"
#include "http/admin/console_endpoints.hpp"
#include "http/admin/money_views.hpp"
#include "http/admin/search.hpp"

#include <array>

namespace frontrow::http::admin {
namespace {

using enum beast::http::verb;

// Urgent: whoever has to see what is wrong must be let in when it is.
constexpr call looks(std::string_view path, calling answer, std::string_view name) {
  return {get, path, answer, name, caller::readers, urgency::urgent, ports::admin};
}
constexpr call acts(std::string_view path, calling answer, std::string_view name) {
  return {post, path, answer, name, caller::operators, urgency::urgent, ports::admin};
}

constexpr std::array table{
    looks("/admin/role", read_role, "admin_role"),
    looks("/admin/cluster", read_cluster, "admin_cluster"),
    looks("/admin/actors", read_actors, "admin_actors"),
    looks("/admin/actor", read_actor, "admin_actor"),
    looks("/admin/history", read_history, "admin_history"),
    looks("/admin/search", admin::search, "admin_search"),
    looks("/admin/money", read_money, "admin_money"),
    looks("/admin/sales", read_sales, "admin_sales"),
    looks("/admin/sale", read_sale, "admin_sale"),
    looks("/admin/invariants", read_invariants, "admin_invariants"),
    looks("/admin/audit", read_audit_log, "admin_audit"),
    looks("/admin/stream", stream_views, "admin_stream"),
    acts("/admin/actions/queue", steer_waiting_room, "admin_queue"),
    acts("/admin/actions/passivate", passivate, "admin_passivate"),
    acts("/admin/actions/replay", replay, "admin_replay"),
};

} // namespace

std::span<const call> console_calls() {
  return table;
}

} // namespace frontrow::http::admin
