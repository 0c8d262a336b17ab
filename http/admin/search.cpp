#include "http/admin/search.hpp"

#include "http/admin/trail.hpp"
#include "http/server/query.hpp"
#include "http/text/headers.hpp"
#include "http/text/ids.hpp"

#include <algorithm>

namespace frontrow::http::admin {
namespace {

constexpr std::size_t query_length_max = 255;
constexpr std::size_t queues_asked_max = 50;

/// Something that was found: an actor, a reservation, or a kept answer.
struct hit {
  std::string kind; // actor, reservation, answer
  std::string id;
  std::string title;
};
using hits = std::vector<hit>;

void add_actor(hits& into, actor_kind kind, actor_label label, std::string title) {
  const bool is_alive = find_actor(kind, label) != nullptr;
  into.push_back(
      {"actor", print_name(kind, label), std::move(title) + (is_alive ? "" : " (asleep)")});
}

net::awaitable<void> try_number(context& with, std::uint64_t number, hits& into) {
  const auto wallet
      = co_await ask<wallet_row>(with, with.doors.archive, load_wallet{user_id{number}});
  if (wallet && wallet->version > 0)
    add_actor(into, actor_kind::wallet, {number, 0},
              "wallet with " + std::to_string(wallet->balance) + " points");
  const auto show = co_await ask<schedule_view>(with, with.doors.schedules,
                                                describe_schedule{schedule_id{number}});
  if (!show || show->no != refusal::none)
    co_return;
  add_actor(into, actor_kind::schedule, {number, 0},
            "schedule with " + std::to_string(show->seats) + " seats");
  if (show->facts.concurrent_user_max > 0)
    add_actor(into, actor_kind::queue, {number, 0}, "its waiting room");
}

net::awaitable<void> try_reservation(context& with, reservation_id id, hits& into) {
  const auto found = co_await ask<std::optional<reservation_row>>(with, with.doors.archive,
                                                                  load_reservation{id});
  if (!found || !*found)
    co_return;
  const auto& r = **found;
  into.push_back({"reservation", print_id(r.id), "follow its money"});
  add_actor(into, actor_kind::seat, {raw(r.schedule), raw(r.seat)}, "its seat");
  add_actor(into, actor_kind::wallet, {raw(r.user), 0}, "its buyer's wallet");
}

/// A token says which schedule it is for; a bare id may be known to any waiting room that is alive.
net::awaitable<void> try_token(context& with, std::string_view text, hits& into) {
  const auto dot = text.find('.');
  const auto id = parse_token(text.substr(0, dot));
  if (!id)
    co_return;
  for (const auto label : labels_of(actor_kind::queue, queues_asked_max)) {
    const auto found = co_await ask<queue_ticket>(with, with.doors.queues,
                                                  ask_queue{schedule_id{label.first}, *id, {}, {}});
    if (!found || found->no == refusal::token_unknown || found->no == refusal::schedule_not_found)
      continue;
    const auto standing = found->no != refusal::none ? std::string{"its token has ended"}
                          : found->is_active
                              ? std::string{"its token is ACTIVE"}
                              : "its token waits at place " + std::to_string(found->position);
    add_actor(into, actor_kind::queue, label, standing);
    if (found->place.user != user_id{})
      add_actor(into, actor_kind::wallet, {raw(found->place.user), 0}, "the token's holder");
  }
}

} // namespace

net::awaitable<response> search(context& with, const request& from) {
  const auto asked = query_value(from.query, "q").value_or("");
  const std::string text{trimmed(asked)};
  if (text.empty() || text.size() > query_length_max)
    co_return print_complaint(from, {trouble::validation, "q must have 1 to 255 characters"});
  hits found;
  found_answers kept;
  const auto slash = "seat " + text;
  if (const auto name = parse_actor_name(text))
    add_actor(found, name->kind, name->label, "by its name");
  else if (const auto seat = parse_actor_name(slash))
    add_actor(found, seat->kind, seat->label, "by its numbers");
  if (const auto number = parse_decimal(text, id_max); number && *number > 0)
    co_await try_number(with, *number, found);
  if (const auto id = parse_reservation_id(text))
    co_await try_reservation(with, *id, found);
  co_await try_token(with, text, found);
  if (found.empty()) {
    find_answers wanted;
    wanted.key = text;
    const auto answers = co_await ask<found_answers>(with, with.doors.inspector, wanted);
    if (!answers)
      co_return print_fault(with, from, answers.error());
    kept = *answers;
  }
  view out;
  json::object body{out.body};
  begin_view(body, with.now());
  body.text("q", text);
  print_list(body.open("hits"), found, [](std::string& to, const hit& one) {
    json::object entry{to};
    entry.text("kind", one.kind).text("id", one.id).text("title", one.title).end();
  });
  print_list(body.open("answers"), kept.answers, print_kept_answer);
  body.truth("whole", kept.is_whole).end();
  co_return answer_view(with, from, std::move(out));
}

} // namespace frontrow::http::admin
