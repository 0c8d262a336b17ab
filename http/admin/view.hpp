#pragma once

#include "actors/base/roll_of_actors.hpp"
#include "http/endpoint.hpp"
#include "http/json/print.hpp"

/// What the console shows, as JSON: every view begins with the node that tells it and when.
namespace frontrow::http::admin {

/// A printed view, or why there is none.
struct view {
  std::string body;
  std::optional<complaint> no;
  caf::error why; // an ask failed
};

/// Which node this is. One server alone is node 0.
inline constexpr std::uint64_t own_node = 0;

/// `seat`, `schedule`, `wallet` or another kind, with its number or numbers: "seat 500/25".
struct actor_name {
  actor_kind kind{};
  actor_label label;
};
std::optional<actor_name> parse_actor_name(std::string_view);
std::string print_name(actor_kind, actor_label);

/// Begins a view: {"node":…,"at":…
void begin_view(json::object&, instant at);
/// With at most three digits behind the point.
void append_real(std::string& out, double);
/// A list whose entries print themselves.
template <class List, class Print>
void print_list(std::string& out, const List& all, Print print_one) {
  out += '[';
  bool is_first = true;
  for (const auto& each : all) {
    if (!std::exchange(is_first, false))
      out += ',';
    print_one(out, each);
  }
  out += ']';
}
void print_texts(std::string& out, const std::vector<std::string>&);

// The views. `what` is the actor's or schedule's name, where one has one.
net::awaitable<view> see_cluster(context&, std::string what);
net::awaitable<view> see_actors(context&, std::string what);
net::awaitable<view> see_actor(context&, std::string what);
net::awaitable<view> see_sales(context&, std::string what);
net::awaitable<view> see_sale(context&, std::string what);
net::awaitable<view> see_invariants(context&, std::string what);
net::awaitable<view> see_audit(context&, std::string what);

/// The response of a view.
response answer_view(const context&, const request&, view);

} // namespace frontrow::http::admin
