#include "persistence/postgres/batch_statement.hpp"

#include "persistence/codec/blobs.hpp"

#include <iterator>
#include <sstream>

namespace frontrow::postgres {

batch_part& batch_statement::use(std::size_t which) {
  shape_ |= std::uint64_t{1} << which;
  return parts_[which];
}

void batch_statement::fill(const draft& batch, const batch_turn& turn, const partition_steps& steps,
                           instant now) {
  shape_ = 0;
  for (auto& part : parts_)
    for (auto& one : part.arrays)
      one.clear();
  fill_turn(turn);
  fill_steps(steps, now);
  fill_answers(batch);
  for (const auto* one : batch.counters()) {
    auto& to = use(counter_part).arrays;
    to[0].add(one->name);
    to[1].add(whole(one->value));
  }
  for (const auto* one : batch.parked()) {
    auto& to = use(parked_part).arrays;
    to[0].add(whole(one->partition));
    to[1].add(whole(one->position));
    to[2].add(whole(one->is));
    to[3].add(whole(one->kind));
    to[4].add(one->subject);
    to[5].add(whole(one->sequence));
    to[6].add(one->why);
    to[7].add(whole(one->since));
  }
  for (const auto& one : batch.slots()) {
    if (one.latest == nullptr || (one.base == 0 && one.now == 0))
      continue;
    const auto in = static_cast<std::size_t>(one.where.in);
    if (one.base == 0) {
      add_columns(use(insert_part + in).arrays, *one.latest);
    } else if (one.now > 0) {
      auto& to = use(update_part + in).arrays;
      add_columns(to, *one.latest);
      to.back().add(whole(one.base));
    } else {
      auto& to = use(delete_part + in).arrays;
      to[0].add(whole(one.where.first));
      if (to.size() > 2)
        to[1].add(whole(one.where.second));
      to.back().add(whole(one.base));
    }
  }
}

bool batch_statement::is_empty() const {
  return shape_ == std::uint64_t{1} << turn_part;
}

void batch_statement::fill_turn(const batch_turn& turn) {
  auto& to = use(turn_part).arrays;
  to[0].add(turn.node);
  to[1].add(turn.writer);
  to[2].add(whole(turn.epoch));
  to[3].add(whole(turn.batch));
}

void batch_statement::fill_steps(const partition_steps& steps, instant now) {
  for (const auto& [partition, step] : steps) {
    auto& mark = use(mark_part).arrays;
    mark[0].add(whole(partition));
    mark[1].add(whole(step.event_count));
    if (step.event_count > 0) {
      auto& to = use(outbox_part).arrays;
      to[0].add(whole(partition));
      to[1].add(step.events.bytes());
    }
    if (step.answer_count > 0) {
      auto& to = use(age_part).arrays;
      to[0].add(whole(partition));
      to[1].add(whole(now));
      to[2].add(step.keys.bytes());
    }
  }
}

void batch_statement::fill_answers(const draft& batch) {
  for (const auto* one : batch.answers()) {
    answer_.clear();
    answer_.number(blob_format);
    write_answer(answer_, *one);
    auto& to = use(answer_part).arrays;
    to[0].add(whole(one->user));
    to[1].add(whole(one->what));
    to[2].add(one->key);
    to[3].add(answer_.bytes());
  }
}

std::string batch_statement::print() const {
  std::string with;
  std::string check;
  std::size_t before = 0; // parameters of the parts in front
  for (std::size_t n = 0; n < parts_.size(); ++n) {
    if ((shape_ >> n & 1) == 0)
      continue;
    const auto name = name_of(n);
    std::string sql;
    const auto& from = parts_[n].sql;
    for (std::size_t i = 0; i < from.size();) {
      if (from[i] != '%') {
        sql += from[i++];
        continue;
      }
      std::size_t own = 0;
      for (++i; i < from.size() && from[i] >= '0' && from[i] <= '9'; ++i)
        own = own * 10 + static_cast<std::size_t>(from[i] - '0');
      sql += '$' + std::to_string(before + own);
    }
    with += (with.empty() ? "WITH " : ", ") + name + " AS (" + sql + ")";
    check
        += (check.empty() ? "" : " AND ") + std::string{"(SELECT count(*) FROM "} + name
           + ") = cardinality($" + std::to_string(before + 1)
           + (parts_[n].arrays.front().is() == array::kind::numbers ? "::bigint[])" : "::bytea[])");
    before += parts_[n].arrays.size();
  }
  const auto positions = (shape_ >> mark_part & 1) == 0
                             ? "''"
                             : "(SELECT string_agg(position::text, ' ' ORDER BY partition) FROM "
                                   + name_of(mark_part) + ")";
  return with + " SELECT 1 / (CASE WHEN " + check + " THEN 1 ELSE 0 END), " + positions;
}

std::vector<std::uint64_t> batch_statement::run(link& on) {
  std::vector<bytes> parameters;
  for (std::size_t n = 0; n < parts_.size(); ++n)
    if ((shape_ >> n & 1) != 0)
      for (auto& one : parts_[n].arrays)
        parameters.emplace_back(one.bytes());
  auto& text = texts_[shape_];
  if (text.empty())
    text = print();
  const auto found = on.run("w" + std::to_string(shape_), text, parameters);
  std::istringstream from{found.at(0)[1].c_str()};
  return {std::istream_iterator<std::uint64_t>{from}, {}};
}

} // namespace frontrow::postgres
