#include "http/admin/audit.hpp"

#include "config/log.hpp"
#include "http/admin/view.hpp"

namespace frontrow::http::admin {
namespace {

/// Who did it, as he says himself: a token tells no names.
constexpr std::string_view name_header = "X-Operator-Name";
constexpr std::size_t name_length_max = 64;

} // namespace

net::awaitable<caf::error> write_down(context& with, const request& from, const deed& what,
                                      std::string_view phase, std::string_view came) {
  std::string line;
  json::object body{line};
  begin_view(body, with.now());
  body.text("action", what.action)
      .text("target", what.target)
      .text("change", what.change)
      .text("phase", phase);
  if (!came.empty())
    body.text("came", came);
  body.text("name", from.header(name_header).substr(0, name_length_max))
      .text("peer", from.peer)
      .text("request", from.id)
      .end();
  log_event(spdlog::level::info, "an operator acts",
            {{"action", what.action},
             {"target", what.target},
             {"change", what.change},
             {"phase", phase},
             {"peer", from.peer},
             {"id", from.id}});
  const write_audit wish{std::move(line)};
  const auto written = co_await ask<bool>(with, with.doors.audit, wish);
  co_return written ? caf::error{} : written.error();
}

net::awaitable<response> audited(context& with, const request& from, std::string_view name,
                                 calling answer) {
  if (!with.doors.audit)
    co_return co_await answer(with, from);
  const deed what{std::string{name}, std::string{from.path}, {}};
  const auto why = co_await write_down(with, from, what, "begins", {});
  if (why)
    co_return print_fault(with, from, why);
  auto out = co_await answer(with, from);
  // It is done, whether or not that can be written down.
  const auto status = std::to_string(out.status);
  co_await write_down(with, from, what, "ended", status);
  co_return out;
}

} // namespace frontrow::http::admin
