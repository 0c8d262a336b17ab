#include "http/server/session.hpp"

#include <boost/beast/http/status.hpp>

#include <charconv>
#include <exception>

/// How a session describes a request to its endpoint, and prints the answer.
namespace frontrow::http {

namespace {

using beast::http::verb;

constexpr unsigned first_status = 100;
constexpr std::size_t small_body = 1'024;

// "HTTP/1.1 200 OK\r\n" for every status.
std::vector<std::string> make_status_lines() {
  std::vector<std::string> lines;
  for (unsigned status = first_status; status < 600; ++status) {
    const auto reason = beast::http::obsolete_reason(static_cast<beast::http::status>(status));
    lines.push_back("HTTP/1.1 " + std::to_string(status) + ' ' + std::string{reason} + "\r\n");
  }
  return lines;
}

std::string_view status_line(unsigned status) {
  static const auto lines = make_status_lines();
  const auto index = status - first_status;
  return index < lines.size() ? lines[index] : lines[500 - first_status];
}

bool may_have_body(unsigned status) {
  return status != 204 && status != 304;
}

std::size_t body_size(const response& answer) {
  auto size = answer.body.size() + answer.tail.size();
  if (answer.pieces && !answer.pieces->empty()) {
    size += answer.pieces->size() - 1;
    for (const auto& piece : *answer.pieces)
      size += piece->size();
  }
  return size;
}

} // namespace

void session::begin_request() {
  begun_ = home_->now();
  const auto& head = reader_.head_of();
  request_.method = head.method;
  request_.caller = {};
  request_.subject.clear();
  request_.limits.clear();
  request_.limit_policies.clear();
  keep_alive_ = head.keep_alive;
  if (reader_.why() == edge_error::none)
    match_ = home_->house().table.find(head.method, reader_.text(head.path), door_,
                                       request_.arguments);
  else
    match_ = {};
}

void session::describe_request() {
  const auto& head = reader_.head_of();
  request_.path = reader_.text(head.path);
  request_.query = reader_.text(head.query);
  request_.body = reader_.has_body() && reader_.why() == edge_error::none ? reader_.body()
                                                                          : std::string_view{};
  request_.id = reader_.text(head.request_id);
  if (!is_request_id(request_.id)) {
    home_->ids.make(made_id_.data());
    request_.id = {made_id_.data(), made_id_.size()};
  }
  trace_ = reader_.text(head.trace);
  if (!is_traceparent(trace_))
    trace_ = {};
  const auto& proxies = home_->house().proxies;
  if (proxies.is_empty())
    request_.peer = peer_text_;
  else
    request_.peer = proxies.client(peer_, reader_.fields());
}

response session::refusal_of(edge_error why) {
  response answer;
  try {
    answer = home_->house().parts.print_error(request_, why);
  } catch (const std::exception& fault) {
    home_->house().parts.log_fault(request_.id, fault.what());
    answer.status = 500;
    answer.content_type = {};
  }
  if (why == edge_error::method_not_allowed)
    ((answer.headers += "Allow: ") += match_.allow) += "\r\n";
  else if (why == edge_error::overloaded)
    answer.headers += "Retry-After: 1\r\n";
  return answer;
}

response session::options_answer() {
  response answer;
  answer.status = 204;
  answer.content_type = {};
  const auto allow = match_.is_path_known ? match_.allow : std::string_view{"OPTIONS, GET, HEAD"};
  ((answer.headers += "Allow: ") += allow) += "\r\n";
  const auto& head = reader_.head_of();
  if (head.origin.size > 0 && !request_.header("Access-Control-Request-Method").empty())
    home_->house().cors.print_preflight(answer.headers, reader_.text(head.origin), allow,
                                        request_.header("Access-Control-Request-Headers"));
  return answer;
}

void session::print_head(const response& answer, std::size_t size) {
  const auto& head = reader_.head_of();
  head_ = status_line(answer.status);
  if (!answer.content_type.empty() && may_have_body(answer.status))
    ((head_ += "Content-Type: ") += answer.content_type) += "\r\n";
  const bool is_personal
      = match_.row != route_match::none && home_->house().table.rows()[match_.row].is_personal;
  if (answer.events || is_personal)
    head_ += "Cache-Control: no-store\r\n";
  if (answer.events) {
    if (head.is_http_11)
      head_ += "Transfer-Encoding: chunked\r\n";
  } else if (may_have_body(answer.status)) {
    std::array<char, 24> digits{};
    const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), size).ptr;
    (head_ += "Content-Length: ")
        .append(digits.data(), static_cast<std::size_t>(end - digits.data()))
        += "\r\n";
  }
  head_ += home_->common_lines();
  ((head_ += "X-Request-Id: ") += request_.id) += "\r\n";
  if (!trace_.empty())
    ((head_ += "traceparent: ") += trace_) += "\r\n";
  head_ += answer.headers;
  if (!request_.limits.empty())
    ((((head_ += "RateLimit: ") += request_.limits) += "\r\nRateLimit-Policy: ")
     += request_.limit_policies)
        += "\r\n";
  if (head.origin.size > 0)
    home_->house().cors.print(head_, reader_.text(head.origin));
  if (line_.is_tls())
    head_ += home_->house().tls_lines;
  if (home_->is_draining())
    keep_alive_ = false;
  if (!keep_alive_)
    head_ += "Connection: close\r\n";
  else if (!head.is_http_11)
    head_ += "Connection: keep-alive\r\n";
  head_ += "\r\n";
}

void session::gather(const response& answer) {
  print_head(answer, body_size(answer));
  line_.begin_write();
  const bool has_body = request_.method != verb::head && may_have_body(answer.status);
  // Copying a small body is cheaper than gathering two parts in the kernel.
  const bool is_small = has_body && answer.body.size() <= small_body;
  if (is_small)
    head_ += answer.body;
  line_.put(head_);
  if (!has_body)
    return;
  if (!is_small)
    line_.put(answer.body);
  if (answer.pieces) {
    bool is_first = true;
    for (const auto& piece : *answer.pieces) {
      if (!std::exchange(is_first, false))
        line_.put(",");
      line_.put(*piece);
    }
  }
  line_.put(answer.tail);
}

void session::account(unsigned status, std::size_t size) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(home_->now() - begun_);
  const auto& house = home_->house();
  const auto& rows = house.table.rows();
  const bool is_routed = match_.row != route_match::none;
  home_->counts.routes[is_routed ? match_.row : rows.size()].count(status, took);
  if (!house.parts.log_all && status < 500)
    return;
  access_record record;
  record.id = request_.id;
  record.trace = trace_.empty() ? trace_ : trace_id(trace_);
  record.method = request_.path.empty() ? std::string_view{}
                                        : std::string_view{beast::http::to_string(request_.method)};
  record.path = request_.path;
  record.route = is_routed ? std::string_view{rows[match_.row].name} : std::string_view{};
  record.peer = request_.peer;
  record.status = status;
  record.took = took;
  record.bytes = size;
  house.parts.log(record);
}

} // namespace frontrow::http
