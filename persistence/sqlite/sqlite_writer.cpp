#include "persistence/sqlite/sqlite_writer.hpp"

#include "persistence/sqlite/database.hpp"

#include <sqlite3.h>

namespace frontrow::sqlite {

namespace {

int note_log_pages(void* to, sqlite3*, const char*, int pages) {
  *static_cast<std::uint32_t*>(to) = static_cast<std::uint32_t>(pages);
  return SQLITE_OK;
}

} // namespace

sqlite_writer::session::session(const std::filesystem::path& database, std::uint32_t& log_pages)
    : db{open_for_writing(database)}, rows{db}, begin{db, "BEGIN IMMEDIATE"}, commit{db, "COMMIT"},
      rollback{db, "ROLLBACK"}, save{db, "SAVEPOINT one"}, release{db, "RELEASE one"},
      undo{db, "ROLLBACK TO one"},
      outbox_insert{db, "INSERT INTO outbox (first, count, events) VALUES (?, ?, ?)"},
      mark_update{db, "UPDATE mark SET batch = ?, events = ?, answers = ?"},
      mark_read{db, "SELECT batch, events, answers, hash_seed FROM mark"} {
  sqlite3_wal_hook(db.raw(), note_log_pages, &log_pages);
}

sqlite_writer::sqlite_writer(std::filesystem::path database, milliseconds answer_life,
                             log_limits limits)
    : database_{std::move(database)}, session_{std::make_unique<session>(database_, log_pages_)},
      mark_{read_mark()}, answers_{answer_life, mark_.hash_seed}, checkpointer_{database_, limits} {
  answers_.attach(session_->db);
  answers_.load(mark_.answers);
}

sqlite_writer::~sqlite_writer() {
  checkpointer_.stop();
  try {
    if (session_)
      checkpoint(session_->db, true);
  } catch (const store_error&) {
    // The log keeps what could not be moved, and the next start reads it.
  }
}

std::vector<commit_result> sqlite_writer::commit(std::span<const write_set> batch, instant now) {
  auto& on = open();
  try {
    on.begin.run();
    if (!write_all(batch, now, care::none)) {
      on.rollback.run();
      on.begin.run();
      write_all(batch, now, care::savepoints);
    }
    if (!has_written_) {
      on.rollback.run();
      return results_;
    }
    write_batch(now);
  } catch (...) {
    abandon();
    throw;
  }
  is_in_doubt_ = true;
  try {
    on.commit.run();
    adopt();
  } catch (const store_error&) {
    const auto before = mark_.batch;
    settle();
    if (mark_.batch == before)
      throw;
  }
  return results_;
}

/// Says no when a guilty write set left traces: then all has to be done over.
bool sqlite_writer::write_all(std::span<const write_set> batch, instant now, care how) {
  results_.clear();
  answers_.cut(0);
  events_.clear();
  events_.number(blob_format);
  event_count_ = 0;
  has_written_ = false;
  for (const auto& set : batch) {
    const auto answers = answers_.added();
    const auto result = how == care::none ? write(set, now) : write_carefully(set, now);
    results_.push_back(result);
    if (result != commit_result::committed) {
      answers_.cut(answers);
      if (how == care::none && left_traces_)
        return false;
      continue;
    }
    for (const auto& what : set.events)
      write_event(events_, what);
    event_count_ += set.events.size();
    has_written_ |= !set.rows.empty() || !set.events.empty();
  }
  return true;
}

commit_result sqlite_writer::write(const write_set& set, instant now) {
  left_traces_ = false;
  for (const auto& row : set.rows)
    if (auto* answer = std::get_if<answer_row>(&row); answer && !answers_.add(*answer))
      return commit_result::key_known;
  if (set.deadline != instant{} && now >= set.deadline)
    return commit_result::too_late;
  for (const auto& row : set.rows) {
    if (std::holds_alternative<answer_row>(row))
      continue;
    if (!session_->rows.write(row))
      return commit_result::conflict;
    left_traces_ = true;
  }
  return commit_result::committed;
}

commit_result sqlite_writer::write_carefully(const write_set& set, instant now) {
  session_->save.run();
  const auto result = write(set, now);
  if (result != commit_result::committed)
    session_->undo.run();
  session_->release.run();
  return result;
}

void sqlite_writer::write_batch(instant now) {
  if (event_count_ > 0)
    session_->outbox_insert.run(mark_.events + 1, event_count_, events_.bytes());
  answers_.write(now);
  session_->mark_update.run(mark_.batch + 1, mark_.events + event_count_,
                            mark_.answers + answers_.added());
}

void sqlite_writer::adopt() {
  ++mark_.batch;
  mark_.events += event_count_;
  mark_.answers += answers_.added();
  answers_.adopt();
  is_in_doubt_ = false;
}

sqlite_writer::mark sqlite_writer::read_mark() {
  auto found = session_->mark_read.ask();
  if (!found.next())
    throw store_error{store_failure::unavailable, "the database has lost its mark"};
  return {.batch = found.number(0),
          .events = found.number(1),
          .answers = found.number(2),
          .hash_seed = found.number(3)};
}

sqlite_writer::session& sqlite_writer::open() {
  if (!session_) {
    auto next = std::make_unique<session>(database_, log_pages_);
    answers_.attach(next->db);
    session_ = std::move(next);
  }
  if (is_in_doubt_)
    settle();
  return *session_;
}

/// Finds out whether the last COMMIT happened.
void sqlite_writer::settle() {
  try {
    if (session_->db.is_in_transaction())
      session_->rollback.run();
    if (read_mark().batch != mark_.batch) {
      adopt();
    } else {
      answers_.drop();
      is_in_doubt_ = false;
    }
  } catch (const store_error&) {
    close();
    throw;
  }
}

/// Leaves a transaction that was not committed.
void sqlite_writer::abandon() noexcept {
  answers_.drop();
  try {
    if (session_->db.is_in_transaction())
      session_->rollback.run();
  } catch (const store_error&) {
    close();
  }
}

void sqlite_writer::close() {
  answers_.detach();
  session_.reset();
}

std::optional<answer_row> sqlite_writer::read(const find_answer& what) {
  open();
  return answers_.find({.user = what.user, .what = what.what, .key = what.key});
}

void sqlite_writer::tidy() {
  if (session_ && !is_in_doubt_)
    checkpointer_.tend(session_->db, log_pages_);
}

} // namespace frontrow::sqlite
