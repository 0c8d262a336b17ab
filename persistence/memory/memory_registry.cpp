#include "persistence/memory/memory_registry.hpp"

#include "persistence/registry/admission.hpp"

namespace frontrow {

namespace {

std::vector<member> members_of(const cluster_book& book) {
  std::vector<member> all;
  for (const auto& [id, one] : book.living)
    all.push_back(one.who);
  return all;
}

cluster_view view_of(const cluster_book& book) {
  return {.version = book.version, .members = members_of(book), .shards = book.shards};
}

void end(cluster_book& book, node_id who) {
  if (book.living.erase(who) == 0)
    return;
  for (auto& one : book.shards) {
    if (one.owner == who)
      one.owner = {};
    if (one.wanted == who)
      one.wanted = {};
  }
  ++book.version;
}

/// Whose lease ended at that moment or before.
std::vector<node_id> late_in(const cluster_book& book, instant until) {
  std::vector<node_id> late;
  for (const auto& [id, one] : book.living)
    if (one.lease_until <= until)
      late.push_back(id);
  return late;
}

/// Declares them dead, but one.
void bury(cluster_book& book, instant until, node_id but) {
  for (const auto who : late_in(book, until))
    if (who != but)
      end(book, who);
}

/// Does it with each of these shards, and counts a change if any was one.
template <class Change>
void change(cluster_book& book, const std::vector<shard_id>& which, Change change) {
  bool is_changed = false;
  for (const auto one : which)
    if (raw(one) < book.shards.size())
      is_changed |= change(book.shards[raw(one)]);
  book.version += is_changed;
}

} // namespace

joined memory_registry::answer(const join_cluster& wish) {
  const std::lock_guard lock{on_->guard};
  auto& book = on_->book;
  const auto now = clock_();
  bury(book, now - wish.lease, {});
  const auto id = static_cast<node_id>(book.last_node + 1);
  auto made = admit(wish.who, members_of(book), late_in(book, now), id);
  if (!made.why_not.empty())
    return made;
  ++book.last_node;
  ++book.version;
  book.living[id] = {.who = {.id = id, .is = wish.who, .number = made.number, .joined_at = now},
                     .lease_until = now + wish.lease};
  return made;
}

lease_renewed memory_registry::answer(const renew_lease& wish) {
  const std::lock_guard lock{on_->guard};
  auto& book = on_->book;
  lease_renewed made{.is_member = false,
                     .now = clock_(),
                     .view = {.version = book.version, .members = {}, .shards = {}}};
  const auto found = book.living.find(wish.id);
  if (found == book.living.end())
    return made;
  made.is_member = true;
  const bool is_late = found->second.lease_until <= made.now;
  found->second.lease_until = made.now + wish.lease;
  if (!is_late)
    bury(book, made.now, wish.id);
  made.view.version = book.version;
  if (book.version != wish.known_view)
    made.view = view_of(book);
  return made;
}

cluster_view memory_registry::answer(const claim_shards& wish) {
  const std::lock_guard lock{on_->guard};
  if (on_->book.living.contains(wish.id))
    change(on_->book, wish.which, [&](shard_owner& one) {
      if (one.owner != node_id{})
        return false;
      one.owner = wish.id;
      ++one.epoch;
      return true;
    });
  return view_of(on_->book);
}

cluster_view memory_registry::answer(const release_shards& wish) {
  const std::lock_guard lock{on_->guard};
  change(on_->book, wish.which, [&](shard_owner& one) {
    if (one.owner != wish.id)
      return false;
    one.owner = {};
    return true;
  });
  return view_of(on_->book);
}

cluster_view memory_registry::answer(const drain_node& wish) {
  const std::lock_guard lock{on_->guard};
  auto& book = on_->book;
  if (const auto found = book.living.find(wish.id);
      found != book.living.end() && found->second.who.is_draining != wish.is_draining) {
    found->second.who.is_draining = wish.is_draining;
    ++book.version;
  }
  return view_of(book);
}

cluster_view memory_registry::answer(const move_shard& wish) {
  const std::lock_guard lock{on_->guard};
  if (on_->book.lets_write(wish.to)) // a living one, or nobody
    change(on_->book, {wish.which},
           [&](shard_owner& one) { return std::exchange(one.wanted, wish.to) != wish.to; });
  return view_of(on_->book);
}

cluster_view memory_registry::answer(const leave_cluster& wish) {
  const std::lock_guard lock{on_->guard};
  end(on_->book, wish.id);
  return view_of(on_->book);
}

cluster_view memory_registry::answer(const read_view&) {
  const std::lock_guard lock{on_->guard};
  return view_of(on_->book);
}

} // namespace frontrow
