#include "http/operations/cluster_endpoints.hpp"

#include "http/json/print.hpp"
#include "http/json/reader.hpp"

#include <algorithm>

namespace frontrow::http::operations {
namespace {

constexpr std::size_t name_length_max = 255;

const member* find_node(const cluster_view& view, node_id id) {
  const auto found = std::ranges::find(view.members, id, &member::id);
  return found == view.members.end() ? nullptr : &*found;
}

const member* find_node(const cluster_view& view, std::string_view name) {
  const auto found = std::ranges::find_if(
      view.members, [name](const member& one) { return one.is.name == name; });
  return found == view.members.end() ? nullptr : &*found;
}

void print_member(std::string& out, const cluster_view& view, const member& one) {
  json::object body{out};
  body.text("name", one.is.name)
      .number("id", raw(one.id))
      .number("number", one.number)
      .text("address", one.is.address)
      .text("url", one.is.url)
      .text("version", one.is.version)
      .truth("draining", one.is_draining)
      .text("joinedAt", print_utc(one.joined_at))
      .number("shards", std::ranges::count(view.shards, one.id, &shard_owner::owner))
      .end();
}

void print_shard(std::string& out, const cluster_view& view, std::size_t which) {
  const auto& shard = view.shards[which];
  json::object body{out};
  body.number("shard", which).number("epoch", shard.epoch);
  if (const auto* owner = find_node(view, shard.owner))
    body.text("owner", owner->is.name);
  if (const auto* wanted = find_node(view, shard.wanted))
    body.text("wanted", wanted->is.name);
  body.end();
}

void print_list(std::string& out, std::size_t count, auto print_one) {
  out += '[';
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0)
      out += ',';
    print_one(i);
  }
  out += ']';
}

response print_view(const context& with, const cluster_view& view) {
  response out;
  out.headers = "Cache-Control: no-store\r\n";
  json::object body{out.body};
  if (const auto* self = find_node(view, with.self))
    body.text("node", self->is.name);
  body.number("view", view.version).number("leaseMilliseconds", with.lease_left().count());
  auto& members = body.open("members");
  print_list(members, view.members.size(),
             [&](std::size_t i) { print_member(members, view, view.members[i]); });
  auto& shards = body.open("shards");
  print_list(shards, view.shards.size(), [&](std::size_t i) { print_shard(shards, view, i); });
  body.end();
  return out;
}

complaint no_cluster() {
  return {trouble::not_found, "This server is alone: cluster.listen is not set."};
}

complaint no_node(const cluster_view& view, const std::string& name) {
  auto text = "There is no node " + name + "; there are";
  for (const auto& one : view.members)
    text += (&one == &view.members.front() ? " " : ", ") + one.is.name;
  return {trouble::not_found, text + '.'};
}

struct drain_wish {
  std::string node;
  bool is_draining = false;
};

verdict<drain_wish, complaint> parse_drain(const request& from) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  drain_wish wish{in.text("node", 1, name_length_max)};
  const auto* draining = json::find(*body, "draining");
  if (draining == nullptr || draining->is != json::value::kind::boolean)
    in.complain("draining", "must be true or false");
  else
    wish.is_draining = draining->truth;
  if (!in.is_good())
    return in.error();
  return wish;
}

struct move_wish {
  shard_id shard{};
  std::string node; // none: where placement says
};

verdict<move_wish, complaint> parse_move(const request& from) {
  if (const auto no = check_json(from))
    return *no;
  const auto body = json::parse_body(from.body);
  if (!body)
    return body.error();
  json::reader in{*body};
  move_wish wish;
  wish.shard = shard_id{static_cast<std::uint32_t>(in.whole("shard", 0, shard_count - 1))};
  const auto* node = json::find(*body, "node");
  if (node == nullptr)
    in.complain("node", "must be a node's name, or null for where the shard would be by itself");
  else if (node->is != json::value::kind::null)
    wish.node = in.text("node", 1, name_length_max);
  if (!in.is_good())
    return in.error();
  return wish;
}

} // namespace

net::awaitable<response> read_cluster_view(context& with, const request& from) {
  if (!with.doors.registry)
    co_return print_complaint(from, no_cluster());
  const auto view = co_await ask<cluster_view>(with, with.doors.registry, read_view{});
  co_return view ? print_view(with, *view) : print_fault(with, from, view.error());
}

net::awaitable<response> drain_cluster_node(context& with, const request& from) {
  if (!with.doors.registry)
    co_return print_complaint(from, no_cluster());
  const auto wish = parse_drain(from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto before = co_await ask<cluster_view>(with, with.doors.registry, read_view{});
  if (!before)
    co_return print_fault(with, from, before.error());
  const auto* node = find_node(*before, wish->node);
  if (node == nullptr)
    co_return print_complaint(from, no_node(*before, wish->node));
  const auto after = co_await ask<cluster_view>(with, with.doors.registry,
                                                drain_node{node->id, wish->is_draining});
  if (!after)
    co_return print_fault(with, from, after.error());
  // It may have gone, or come back as another, while it was asked about.
  if (find_node(*after, node->id) == nullptr)
    co_return print_complaint(from, no_node(*after, wish->node));
  co_return print_view(with, *after);
}

net::awaitable<response> move_cluster_shard(context& with, const request& from) {
  if (!with.doors.registry)
    co_return print_complaint(from, no_cluster());
  const auto wish = parse_move(from);
  if (!wish)
    co_return print_complaint(from, wish.error());
  const auto before = co_await ask<cluster_view>(with, with.doors.registry, read_view{});
  if (!before)
    co_return print_fault(with, from, before.error());
  const auto* node = wish->node.empty() ? nullptr : find_node(*before, wish->node);
  if (node == nullptr && !wish->node.empty())
    co_return print_complaint(from, no_node(*before, wish->node));
  const auto to = node == nullptr ? node_id{} : node->id;
  const auto after
      = co_await ask<cluster_view>(with, with.doors.registry, move_shard{wish->shard, to});
  if (!after)
    co_return print_fault(with, from, after.error());
  if (node != nullptr && find_node(*after, to) == nullptr)
    co_return print_complaint(from, no_node(*after, wish->node));
  co_return print_view(with, *after);
}

} // namespace frontrow::http::operations
