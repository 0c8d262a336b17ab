#include "persistence/postgres/batch_statement.hpp"

#include "persistence/codec/blobs.hpp"

namespace frontrow::postgres {

namespace {

constexpr auto number = array::kind::numbers;
constexpr auto blob = array::kind::bytes;

// The parts in the order of their execution: the mark, then what is not of a table with versions,
// then an insert, an update and a delete for each table.
constexpr std::size_t mark_part = 0;
constexpr std::size_t outbox_part = 1;
constexpr std::size_t answer_part = 2;
constexpr std::size_t age_part = 3;
constexpr std::size_t counter_part = 4;
constexpr std::size_t parked_part = 5;
constexpr std::size_t insert_part = 6;
constexpr std::size_t update_part = insert_part + table_count;
constexpr std::size_t delete_part = update_part + table_count;

std::string placeholder(std::size_t n, array::kind is) {
  return "%" + std::to_string(n) + (is == number ? "::bigint[]" : "::bytea[]");
}

/// `unnest(%1::bigint[], …) AS n(first, …)`
std::string rows_of(const std::vector<column>& columns) {
  std::string arrays;
  std::string names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    arrays += (i == 0 ? "" : ", ") + placeholder(i + 1, columns[i].is);
    names += std::string{i == 0 ? "" : ", "} + columns[i].name;
  }
  return "unnest(" + arrays + ") AS n(" + names + ")";
}

std::string names_of(const std::vector<column>& columns) {
  std::string names;
  for (const auto& one : columns)
    names += std::string{names.empty() ? "" : ", "} + one.name;
  return names;
}

std::string insert_into(const char* table, const std::vector<column>& columns,
                        const std::string& otherwise = "DO NOTHING") {
  return std::string{"INSERT INTO "} + table + " (" + names_of(columns) + ") SELECT * FROM "
         + rows_of(columns) + " ON CONFLICT " + otherwise;
}

std::vector<column> with_base(std::vector<column> columns) {
  columns.push_back({"base", number});
  return columns;
}

std::string condition(const table_form& form) {
  std::string text = "t.version = n.base";
  for (std::size_t i = 0; i < form.key_length; ++i)
    text += std::string{" AND t."} + form.columns[i].name + " = n." + form.columns[i].name;
  return text;
}

std::string update_of(const table_form& form) {
  std::string changes;
  for (auto i = form.key_length; i < form.columns.size(); ++i)
    changes += std::string{changes.empty() ? "" : ", "} + form.columns[i].name + " = n."
               + form.columns[i].name;
  return std::string{"UPDATE "} + form.name + " t SET " + changes + " FROM "
         + rows_of(with_base(form.columns)) + " WHERE " + condition(form);
}

std::vector<column> key_of(const table_form& form) {
  return {form.columns.begin(),
          form.columns.begin() + static_cast<std::ptrdiff_t>(form.key_length)};
}

std::string delete_of(const table_form& form) {
  return std::string{"DELETE FROM "} + form.name + " t USING " + rows_of(with_base(key_of(form)))
         + " WHERE " + condition(form);
}

std::vector<array> arrays_for(const std::vector<column>& columns) {
  std::vector<array> all;
  for (const auto& one : columns)
    all.emplace_back(one.is);
  return all;
}

} // namespace

batch_statement::batch_statement() {
  const auto add = [&](std::string sql, const std::vector<column>& columns) {
    parts_.push_back({std::move(sql) + " RETURNING 1", arrays_for(columns)});
  };
  const std::vector<column> mark{{"partition", number}, {"epoch", number}, {"events", number}};
  add("UPDATE mark t SET batch = t.batch + 1, position = t.position + n.events FROM "
          + rows_of(mark) + " WHERE t.partition = n.partition AND t.epoch = n.epoch",
      mark);
  const std::vector<column> outbox{{"partition", number}, {"first", number}, {"events", blob}};
  add(insert_into("outbox", outbox), outbox);
  const std::vector<column> answer{
      {"user_id", number}, {"operation", number}, {"key", blob}, {"answer", blob}};
  add(insert_into("answer", answer), answer);
  const std::vector<column> age{
      {"partition", number}, {"batch", number}, {"at", number}, {"keys", blob}};
  add(insert_into("answer_age", age), age);
  const std::vector<column> counter{{"name", blob}, {"value", number}};
  add(insert_into("counter", counter, "(name) DO UPDATE SET value = excluded.value"), counter);
  const std::vector<column> parked{
      {"partition", number}, {"position", number}, {"state", number}, {"kind", number},
      {"subject", blob},     {"sequence", number}, {"why", blob},     {"since", number}};
  add(insert_into("parked", parked,
                  "(partition, position) DO UPDATE SET state = excluded.state, why = excluded.why,"
                  " since = excluded.since"),
      parked);
  for (std::size_t n = 0; n < table_count; ++n) {
    const auto& form = form_of(static_cast<table>(n));
    add(insert_into(form.name, form.columns), form.columns);
  }
  for (std::size_t n = 0; n < table_count; ++n) {
    const auto& form = form_of(static_cast<table>(n));
    add(form.has_version ? update_of(form) : "", with_base(form.columns));
  }
  for (std::size_t n = 0; n < table_count; ++n) {
    const auto& form = form_of(static_cast<table>(n));
    add(form.has_version ? delete_of(form) : "", with_base(key_of(form)));
  }
}

batch_statement::part& batch_statement::use(std::size_t which) {
  shape_ |= std::uint64_t{1} << which;
  return parts_[which];
}

void batch_statement::fill(const draft& batch, const partition_steps& steps, instant now) {
  shape_ = 0;
  for (auto& part : parts_)
    for (auto& one : part.arrays)
      one.clear();
  fill_marks(steps, now);
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

void batch_statement::fill_marks(const partition_steps& steps, instant now) {
  for (const auto& [partition, step] : steps) {
    auto& mark = use(mark_part).arrays;
    mark[0].add(whole(partition));
    mark[1].add(whole(step.epoch));
    mark[2].add(whole(step.event_count));
    if (step.event_count > 0) {
      auto& to = use(outbox_part).arrays;
      to[0].add(whole(partition));
      to[1].add(whole(step.first));
      to[2].add(step.events.bytes());
    }
    if (step.answer_count > 0) {
      auto& to = use(age_part).arrays;
      to[0].add(whole(partition));
      to[1].add(whole(step.batch));
      to[2].add(whole(now));
      to[3].add(step.keys.bytes());
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

std::string batch_statement::text() const {
  std::string with;
  std::string check;
  std::size_t before = 0; // parameters of the parts in front
  for (std::size_t n = 0; n < parts_.size(); ++n) {
    if ((shape_ >> n & 1) == 0)
      continue;
    const auto name = "p" + std::to_string(n);
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
    check += (check.empty() ? "" : " AND ") + std::string{"(SELECT count(*) FROM "} + name
             + ") = cardinality($" + std::to_string(before + 1)
             + (parts_[n].arrays.front().is() == number ? "::bigint[])" : "::bytea[])");
    before += parts_[n].arrays.size();
  }
  return with + " SELECT 1 / (CASE WHEN " + check + " THEN 1 ELSE 0 END)";
}

void batch_statement::run(link& on) {
  std::vector<bytes> parameters;
  for (std::size_t n = 0; n < parts_.size(); ++n)
    if ((shape_ >> n & 1) != 0)
      for (auto& one : parts_[n].arrays)
        parameters.emplace_back(one.bytes());
  on.run("w" + std::to_string(shape_), text(), parameters);
}

} // namespace frontrow::postgres
