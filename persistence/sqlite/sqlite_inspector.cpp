#include "persistence/sqlite/sqlite_inspector.hpp"

#include "persistence/codec/blobs.hpp"
#include "persistence/inspection/page_reader.hpp"
#include "persistence/inspection/questions.hpp"

namespace frontrow::sqlite {

namespace {

/// How many kept answers one question looks at: some tenths of a second.
constexpr std::size_t answers_read_max = 500'000;

} // namespace

sqlite_inspector::sqlite_inspector(const std::filesystem::path& database)
    : db_{database, connection::mode::read_only}, seats_{db_, FRONTROW_CHECK_SEATS("?")},
      reservations_{db_, FRONTROW_CHECK_RESERVATIONS("user", "?", "?")},
      wallets_{db_, FRONTROW_CHECK_WALLETS("user", FRONTROW_LEDGER_SUM, "?", "?")},
      answers_{db_, "SELECT answers FROM answer WHERE at BETWEEN ? AND ? ORDER BY first DESC"} {
}

store_check sqlite_inspector::check(const check_store& what) {
  store_check found;
  found.next = what.after;
  if (what.what == store_promise::seats) {
    auto from = seats_.ask(what.after);
    from.next();
    judge(found, seats_in(from, what));
    found.is_end = true;
    return found;
  }
  const bool is_about_wallets = what.what == store_promise::wallets;
  auto from = (is_about_wallets ? wallets_ : reservations_).ask(what.after, what.limit);
  while (from.next())
    is_about_wallets ? judge_wallet(found, from) : judge_reservation(found, from);
  found.is_end = found.checked < what.limit;
  return found;
}

found_answers sqlite_inspector::find(const find_answers& what) {
  found_answers found;
  std::size_t looked_at = 0;
  for (auto from = answers_.ask(what.from, what.until); from.next();)
    for (auto batch = open_blob(from.bytes(0)); !batch.is_done();) {
      if (++looked_at > answers_read_max || found.answers.size() > answers_found_max) {
        found.is_whole = false;
        sort_found(found);
        return found;
      }
      if (auto kept = read_answer(batch); is_wanted(what, kept))
        found.answers.push_back(std::move(kept));
    }
  sort_found(found);
  return found;
}

} // namespace frontrow::sqlite
