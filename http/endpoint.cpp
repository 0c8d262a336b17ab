#include "http/endpoint.hpp"

#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

namespace frontrow::http {

response print_fault(const context& with, const request& from, const caf::error& why) {
  const auto what = trouble_of(why);
  // Who is gone hears nothing any more, and nothing went wrong.
  if (what == trouble::internal_error && why != caf::exit_reason::user_shutdown)
    with.on_fault(from, why);
  return print_complaint(from, what);
}

std::optional<complaint> check_identity(const context& with, const request& from, user_id user) {
  if (with.how.auth == "none" || from.caller == user)
    return {};
  if (from.caller == user_id{})
    return complaint{trouble::identity_missing};
  return complaint{trouble::identity_mismatch};
}

std::optional<complaint> check_subject(const settings& how, const request& from,
                                       std::string_view user) {
  if (how.auth == "none" || from.subject == user)
    return {};
  if (from.subject.empty())
    return complaint{trouble::identity_missing};
  return complaint{trouble::identity_mismatch};
}

std::optional<complaint> check_json(const request& from) {
  const auto type = media_type(from.header("Content-Type"));
  if (type.empty() || type == "application/json")
    return {};
  return complaint{trouble::unsupported_media_type,
                   "send Content-Type: application/json, not " + type};
}

std::optional<std::uint64_t> path_id(const request& from, std::size_t argument) {
  const auto id = parse_decimal(from.arguments[argument], id_max);
  if (!id || *id == 0)
    return {};
  return id;
}

complaint bad_path_id(std::string_view name) {
  return {trouble::validation,
          std::string{name} + " in the path must be a positive integer below 2^63"};
}

} // namespace frontrow::http
