#include "persistence/postgres/marks.hpp"

#include "actors/base/ensure.hpp"
#include "actors/store/partition.hpp"
#include "persistence/codec/blobs.hpp"

#include <algorithm>

namespace frontrow::postgres {

namespace {

std::uint64_t number_in(const pqxx::field& from) {
  return static_cast<std::uint64_t>(from.as<std::int64_t>());
}

} // namespace

marks::marks(std::vector<std::uint32_t> own, std::uint32_t count)
    : own_{std::move(own)}, all_(count) {
  for (const auto partition : own_)
    all_[partition].is_own = true;
}

pqxx::result marks::read(link& on, const char* name, const std::string& sql) const {
  array partitions{array::kind::numbers};
  for (const auto partition : own_)
    partitions.add(whole(partition));
  auto found = on.run(name, sql, {bytes{partitions.bytes()}});
  if (found.size() != own_.size())
    throw store_error{store_failure::unavailable, "the database has lost its marks"};
  return found;
}

void marks::take(link& on) {
  const auto found = read(on, "take_marks",
                          "UPDATE mark SET epoch = epoch + 1 WHERE partition = ANY($1::bigint[])"
                          " RETURNING partition, epoch, batch, position");
  for (const auto& row : found)
    all_.at(row[0].as<std::uint32_t>()) = {.epoch = number_in(row[1]),
                                           .batch = number_in(row[2]),
                                           .position = number_in(row[3]),
                                           .is_own = true};
}

void marks::check(link& on) const {
  const auto found = read(on, "check_marks",
                          "SELECT partition, epoch FROM mark WHERE partition = ANY($1::bigint[])");
  for (const auto& row : found)
    if (number_in(row[1]) != all_.at(row[0].as<std::uint32_t>()).epoch)
      throw store_error{store_failure::unavailable, "another server writes to this database"};
}

partition_steps marks::steps_of(std::span<const write_set> batch,
                                const std::vector<commit_result>& results) {
  partition_steps steps;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& set = batch[i];
    if (results[i] != commit_result::committed || (set.rows.empty() && set.events.empty()))
      continue;
    auto partition = partition_of(set, static_cast<std::uint32_t>(all_.size()));
    if (!all_[partition].is_own) {
      // Rows are guarded by their versions, whoever writes them; events belong to the owner.
      ensure(set.events.empty());
      partition = own_.front();
    }
    const auto& mark = all_[partition];
    auto [at, is_new] = steps.try_emplace(partition);
    auto& step = at->second;
    if (is_new) {
      step.epoch = mark.epoch;
      step.batch = mark.batch + 1;
      step.first = mark.position + 1;
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

void marks::adopt(const partition_steps& steps) {
  for (const auto& [partition, step] : steps) {
    all_[partition].batch = step.batch;
    all_[partition].position += step.event_count;
  }
}

std::optional<bool> marks::has(const partition_steps& steps) const {
  const auto& [partition, step] = *steps.begin(); // all or none are there
  const auto batch = all_[partition].batch;
  if (batch > step.batch)
    return {};
  return batch == step.batch;
}

std::vector<std::uint64_t> marks::positions() const {
  std::vector<std::uint64_t> found;
  for (const auto& one : all_)
    found.push_back(one.position);
  return found;
}

} // namespace frontrow::postgres
