#include "persistence/postgres/scribe.hpp"

#include "actors/store/partition.hpp"
#include "persistence/codec/blobs.hpp"

#include <algorithm>

namespace frontrow::postgres {

namespace {

std::uint64_t number_in(const pqxx::field& from) {
  return static_cast<std::uint64_t>(from.as<std::int64_t>());
}

std::vector<bytes> key_of(const writer_name& who) {
  return {bytes{number_parameter(whole(who.node))}, bytes{number_parameter(whole(who.index))}};
}

} // namespace

scribe::scribe(writer_name who, std::vector<std::uint32_t> own, std::uint32_t count)
    : name_{who}, own_{std::move(own)}, positions_(count) {
}

void scribe::take(link& on) {
  // A node's rows are made when it joins, and never again: one who was declared dead stays so.
  const auto turn
      = name_.node == node_id{}
            ? on.run("first_turn",
                     "INSERT INTO scribe AS t (node, writer, epoch, batch)"
                     " VALUES ($1::bigint, $2::bigint, 1, 0) ON CONFLICT (node, writer)"
                     " DO UPDATE SET epoch = t.epoch + 1 RETURNING epoch, batch",
                     key_of(name_))
            : on.run("turn",
                     "UPDATE scribe SET epoch = epoch + 1"
                     " WHERE node = $1::bigint AND writer = $2::bigint RETURNING epoch, batch",
                     key_of(name_));
  if (turn.empty())
    throw store_error{store_failure::unavailable, "this node was declared dead"};
  epoch_ = number_in(turn[0][0]);
  batch_ = number_in(turn[0][1]);
  array partitions{array::kind::numbers};
  for (const auto partition : own_)
    partitions.add(whole(partition));
  const auto found = on.run("own_positions",
                            "SELECT partition, position FROM mark"
                            " WHERE partition = ANY($1::bigint[])",
                            {bytes{partitions.bytes()}});
  if (found.size() != own_.size())
    throw store_error{store_failure::unavailable, "the database has lost its marks"};
  for (const auto& row : found)
    positions_.at(row[0].as<std::uint32_t>()) = number_in(row[1]);
}

void scribe::check(link& on) const {
  const auto found = on.run("check_turn",
                            "SELECT epoch, batch FROM scribe"
                            " WHERE node = $1::bigint AND writer = $2::bigint",
                            key_of(name_));
  if (found.empty())
    throw store_error{store_failure::unavailable, "this node was declared dead"};
  if (number_in(found[0][0]) != epoch_ || number_in(found[0][1]) != batch_)
    throw store_error{store_failure::unavailable, "another server writes to this database"};
}

batch_turn scribe::next() const {
  return {.node = whole(name_.node),
          .writer = whole(name_.index),
          .epoch = epoch_,
          .batch = batch_ + 1};
}

partition_steps scribe::steps_of(std::span<const write_set> batch,
                                 const std::vector<commit_result>& results) const {
  partition_steps steps;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& set = batch[i];
    const bool has_answer = std::ranges::any_of(
        set.rows, [](const row& any) { return std::holds_alternative<answer_row>(any); });
    if (results[i] != commit_result::committed || (!has_answer && set.events.empty()))
      continue;
    const auto partition = partition_of(set, static_cast<std::uint32_t>(positions_.size()));
    auto [at, is_new] = steps.try_emplace(partition);
    auto& step = at->second;
    if (is_new) {
      step.events.number(blob_format);
      step.keys.number(blob_format);
    }
    step.event_count += set.events.size();
    for (const auto& what : set.events)
      write_event(step.events, what);
    for (const auto& any : set.rows)
      if (const auto* answer = std::get_if<answer_row>(&any)) {
        ++step.answer_count;
        step.keys.number(raw(answer->user));
        step.keys.number(static_cast<std::uint64_t>(answer->what));
        step.keys.text(answer->key);
      }
  }
  return steps;
}

void scribe::adopt(const partition_steps& steps, const std::vector<std::uint64_t>& positions) {
  ++batch_;
  auto at = positions.begin();
  for (const auto& [partition, step] : steps)
    positions_[partition] = *at++;
}

std::optional<bool> scribe::has(std::uint64_t batch) const {
  if (batch_ > batch)
    return {};
  return batch_ == batch;
}

} // namespace frontrow::postgres
