#include "persistence/postgres/batch_parts.hpp"

namespace frontrow::postgres {

namespace {

constexpr auto number = array::kind::numbers;
constexpr auto blob = array::kind::bytes;

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

/// A row that is there already fails the statement, which is cheaper than looking for it first.
std::string insert_into(const char* table, const std::vector<column>& columns) {
  return std::string{"INSERT INTO "} + table + " (" + names_of(columns) + ") SELECT * FROM "
         + rows_of(columns);
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

void add_steps(std::vector<batch_part>& parts) {
  const auto add = [&](std::string sql, const std::vector<column>& columns) {
    parts.push_back({std::move(sql), arrays_for(columns)});
  };
  // Nothing but an ORDER BY says in which order rows are locked; and who had to wait for a lock
  // goes on from what the one before him left.
  const std::vector<column> mark{{"partition", number}, {"events", number}};
  add("UPDATE mark t SET batch = t.batch + 1, position = t.position + n.events FROM "
          + rows_of(mark) + ", (SELECT m.partition FROM mark m WHERE m.partition = ANY("
          + placeholder(1, number)
          + ") ORDER BY m.partition FOR NO KEY UPDATE) l"
            " WHERE t.partition = l.partition AND n.partition = l.partition"
            " RETURNING t.partition, t.batch, t.position, t.position - n.events + 1 AS first",
      mark);
  const std::vector<column> outbox{{"partition", number}, {"events", blob}};
  add("INSERT INTO outbox (partition, first, events) SELECT n.partition, m.first, n.events FROM "
          + rows_of(outbox) + ", " + name_of(mark_part)
          + " m WHERE m.partition = n.partition RETURNING 1",
      outbox);
  const std::vector<column> age{{"partition", number}, {"at", number}, {"keys", blob}};
  add("INSERT INTO answer_age (partition, batch, at, keys)"
      " SELECT n.partition, m.batch, n.at, n.keys FROM "
          + rows_of(age) + ", " + name_of(mark_part)
          + " m WHERE m.partition = n.partition RETURNING 1",
      age);
}

} // namespace

std::string name_of(std::size_t part) {
  return "p" + std::to_string(part);
}

std::vector<batch_part> make_batch_parts() {
  std::vector<batch_part> parts;
  const auto add = [&](std::string sql, const std::vector<column>& columns) {
    parts.push_back({std::move(sql) + " RETURNING 1", arrays_for(columns)});
  };
  const std::vector<column> turn{
      {"node", number}, {"writer", number}, {"epoch", number}, {"batch", number}};
  add("UPDATE scribe t SET batch = n.batch FROM " + rows_of(turn)
          + " WHERE t.node = n.node AND t.writer = n.writer AND t.epoch = n.epoch"
            " AND t.batch = n.batch - 1",
      turn);
  const std::vector<column> answer{
      {"user_id", number}, {"operation", number}, {"key", blob}, {"answer", blob}};
  add(insert_into("answer", answer), answer);
  const std::vector<column> counter{{"name", blob}, {"value", number}};
  add(insert_into("counter", counter) + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      counter);
  const std::vector<column> parked{
      {"partition", number}, {"position", number}, {"state", number}, {"kind", number},
      {"subject", blob},     {"sequence", number}, {"why", blob},     {"since", number}};
  add(insert_into("parked", parked)
          + " ON CONFLICT (partition, position) DO UPDATE SET state = excluded.state,"
            " why = excluded.why, since = excluded.since",
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
  add_steps(parts);
  return parts;
}

} // namespace frontrow::postgres
