#include "persistence/postgres/postgres_writer.hpp"

#include "persistence/codec/blobs.hpp"

namespace frontrow::postgres {

namespace {

/// How often a batch is tried over when the server undid it or its connection was lost.
constexpr int attempts_max = 5;
/// How often it is redone because its rows turned out to be at other versions.
constexpr int rounds_max = 8;
/// What one purge deletes at the most, in batches, and how long the next one waits.
constexpr std::int64_t purge_max = 32;
constexpr milliseconds purge_pause{20};

using steady = std::chrono::steady_clock;

struct key_arrays {
  array users{array::kind::numbers};
  array operations{array::kind::numbers};
  array keys{array::kind::bytes};

  void add(user_id user, operation what, std::string_view key) {
    users.add(whole(user));
    operations.add(whole(what));
    keys.add(key);
  }
};

array numbers_of(const std::vector<std::uint32_t>& all) {
  array to{array::kind::numbers};
  for (const auto one : all)
    to.add(whole(one));
  return to;
}

/// Which of these rows are there, and at which version.
void recall_rows(link& on, draft& batch, table in) {
  const auto& form = form_of(in);
  array slots{array::kind::numbers};
  array first{array::kind::numbers};
  array second{array::kind::numbers};
  for (std::size_t i = 0; i < batch.slots().size(); ++i) {
    const auto& where = batch.slots()[i].where;
    if (where.in != in)
      continue;
    slots.add(whole(i));
    first.add(whole(where.first));
    second.add(whole(where.second));
  }
  if (slots.size() == 0)
    return;
  std::string sql
      = std::string{"SELECT n.slot, "} + (form.has_version ? "t.version" : "1")
        + " FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS n(slot, a, b) JOIN "
        + form.name + " t ON t." + form.columns[0].name + " = n.a";
  if (form.key_length == 2)
    sql += std::string{" AND t."} + form.columns[1].name + " = n.b";
  const auto found = on.run(std::string{"recall_"} + form.name, sql,
                            {bytes{slots.bytes()}, bytes{first.bytes()}, bytes{second.bytes()}});
  for (const auto& row : found)
    batch.recall(row[0].as<std::size_t>(), static_cast<std::uint64_t>(row[1].as<std::int64_t>()));
}

void recall_keys(link& on, draft& batch) {
  if (batch.key_count() == 0)
    return;
  key_arrays wanted;
  array slots{array::kind::numbers};
  for (std::size_t i = 0; i < batch.key_count(); ++i) {
    const auto& one = batch.answer_of(i);
    slots.add(whole(i));
    wanted.add(one.user, one.what, one.key);
  }
  const auto found
      = on.run("recall_keys",
               "SELECT n.slot FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[])"
               " AS n(slot, u, o, k) JOIN answer t ON t.user_id = n.u AND t.operation = n.o"
               " AND t.key = n.k",
               {bytes{slots.bytes()}, bytes{wanted.users.bytes()}, bytes{wanted.operations.bytes()},
                bytes{wanted.keys.bytes()}});
  for (const auto& row : found)
    batch.recall_key(row[0].as<std::size_t>());
}

} // namespace

postgres_writer::postgres_writer(writer_options how, std::shared_ptr<server_lock> lock)
    : how_{std::move(how)}, lock_{std::move(lock)}, dialer_{how_.link}, scribe_{
                                                                            how_.who,
                                                                            how_.partitions,
                                                                            how_.partition_count} {
  open();
}

link& postgres_writer::open() {
  if (link_)
    return *link_;
  link_ = dialer_.dial([&](link& fresh) {
    lock_->hold();
    scribe_.take(fresh);
  });
  if (doubt_)
    doubt_->is_there = scribe_.has(doubt_->batch);
  return *link_;
}

std::vector<commit_result> postgres_writer::commit(std::span<const write_set> batch, instant now) {
  const auto begin = steady::now();
  if (doubt_) {
    open(); // an earlier batch, whose senders were told that nobody knows
    doubt_.reset();
  }
  for (int attempt = 1;; ++attempt) {
    // What is tried again begins later, and may be too late.
    const auto spent = std::chrono::floor<milliseconds>(steady::now() - begin);
    const auto at = attempt == 1 ? now : now + spent;
    try {
      auto& on = open();
      if (const auto before = std::exchange(doubt_, {})) {
        if (!before->is_there)
          throw store_error{store_failure::unavailable, "another server wrote to this database"};
        if (*before->is_there)
          return draft_.results();
      }
      purge(on, at);
      try_commit(on, batch, at);
      return draft_.results();
    } catch (const link_stalled&) {
      link_.reset();
      throw; // its senders have waited for long
    } catch (const link_lost&) {
      link_.reset();
      if (attempt == attempts_max)
        throw;
    } catch (const undone&) {
      if (attempt == attempts_max)
        throw;
    }
  }
}

void postgres_writer::try_commit(link& on, std::span<const write_set> batch, instant at) {
  draft_.begin(batch);
  draft_.decide(at);
  bool is_doubtful = draft_.needs_facts();
  for (int round = 0; round < rounds_max; ++round) {
    if (is_doubtful) {
      recall(on);
      draft_.decide(at);
    }
    const auto turn = scribe_.next();
    const auto steps = scribe_.steps_of(batch, draft_.results());
    statement_.fill(draft_, turn, steps, at);
    if (statement_.is_empty())
      return;
    doubt_ = doubt{.batch = turn.batch};
    try {
      const auto positions = statement_.run(on);
      doubt_.reset();
      scribe_.adopt(steps, positions);
      return;
    } catch (const link_lost&) {
      throw; // and the doubt stays
    } catch (const check_failed&) {
      doubt_.reset();
      is_doubtful = true;
    } catch (...) {
      doubt_.reset();
      throw;
    }
  }
  throw store_error{store_failure::unavailable, "the rows of a batch do not come to rest"};
}

/// Asks for the truth about everything that the batch touches.
void postgres_writer::recall(link& on) {
  try {
    scribe_.check(on);
  } catch (const store_error&) {
    link_.reset(); // the next one takes its turn again, if it may
    throw;
  }
  draft_.collect();
  for (std::size_t n = 0; n < table_count; ++n)
    recall_rows(on, draft_, static_cast<table>(n));
  recall_keys(on, draft_);
}

void postgres_writer::purge(link& on, instant now) {
  if (oldest_at_ + how_.answer_life > now || steady::now() < next_purge_)
    return;
  if (erase_eldest(on, now - how_.answer_life) > 0)
    next_purge_ = steady::now() + purge_pause;
  auto own = numbers_of(how_.partitions);
  const auto found = on.run("oldest_answer",
                            "SELECT min(o.at) FROM unnest($1::bigint[]) AS p(partition), LATERAL"
                            " (SELECT a.at FROM answer_age a WHERE a.partition = p.partition"
                            " ORDER BY a.batch LIMIT 1) o",
                            {bytes{own.bytes()}});
  oldest_at_ = found[0][0].is_null() ? now : instant{milliseconds{found[0][0].as<std::int64_t>()}};
}

std::size_t postgres_writer::erase_eldest(link& on, instant before) {
  auto own = numbers_of(how_.partitions);
  const auto found = on.run("eldest_answers",
                            "SELECT partition, batch, keys FROM answer_age"
                            " WHERE partition = ANY($1::bigint[]) AND at <= $2::bigint"
                            " ORDER BY partition, batch LIMIT $3::bigint",
                            {bytes{own.bytes()}, bytes{number_parameter(whole(before))},
                             bytes{number_parameter(purge_max)}});
  if (found.empty())
    return 0;
  array partitions{array::kind::numbers};
  array batches{array::kind::numbers};
  key_arrays gone;
  for (const auto& row : found) {
    partitions.add(row[0].as<std::int64_t>());
    batches.add(row[1].as<std::int64_t>());
    const auto blob = bytes{row[2]}.str();
    for (auto from = open_blob(blob); !from.is_done();) {
      const auto user = static_cast<user_id>(from.number());
      const auto what = static_cast<operation>(from.number());
      gone.add(user, what, from.text());
    }
  }
  on.run("erase_answers",
         "WITH gone AS (DELETE FROM answer t USING unnest($3::bigint[], $4::bigint[], $5::bytea[])"
         " AS n(u, o, k) WHERE t.user_id = n.u AND t.operation = n.o AND t.key = n.k)"
         " DELETE FROM answer_age t USING unnest($1::bigint[], $2::bigint[]) AS n(p, b)"
         " WHERE t.partition = n.p AND t.batch = n.b",
         {bytes{partitions.bytes()}, bytes{batches.bytes()}, bytes{gone.users.bytes()},
          bytes{gone.operations.bytes()}, bytes{gone.keys.bytes()}});
  return found.size();
}

/// Once more on a new connection when the old one turns out to be gone.
template <class Work>
auto postgres_writer::persistently(Work work) -> decltype(work(std::declval<link&>())) {
  try {
    return work(open());
  } catch (const link_stalled&) {
    link_.reset();
    throw;
  } catch (const link_lost&) {
    link_.reset();
  }
  return work(open());
}

std::optional<answer_row> postgres_writer::read(const find_answer& what) {
  key_arrays wanted;
  wanted.add(what.user, what.what, what.key);
  const auto found = persistently([&](link& on) {
    return on.run("find_answer",
                  "SELECT t.answer FROM answer t, unnest($1::bigint[], $2::bigint[], $3::bytea[])"
                  " AS n(u, o, k) WHERE t.user_id = n.u AND t.operation = n.o AND t.key = n.k",
                  {bytes{wanted.users.bytes()}, bytes{wanted.operations.bytes()},
                   bytes{wanted.keys.bytes()}});
  });
  if (found.empty())
    return {};
  const auto blob = bytes{found[0][0]}.str();
  auto from = open_blob(blob);
  return read_answer(from);
}

} // namespace frontrow::postgres
