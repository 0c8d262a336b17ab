#include "persistence/postgres/postgres_inspector.hpp"

#include "persistence/codec/blobs.hpp"
#include "persistence/inspection/page_reader.hpp"
#include "persistence/inspection/questions.hpp"
#include "persistence/postgres/answer_rows.hpp"
#include "persistence/postgres/arrays.hpp"

namespace frontrow::postgres {

namespace {

template <class... Ts>
std::vector<bytes> with(Ts... x) {
  return {bytes{number_parameter(whole(x))}...};
}

constexpr std::int64_t answers_read_max = 100'000;

} // namespace

template <class Work>
auto postgres_inspector::ask(Work work) -> decltype(work(std::declval<link&>())) {
  for (bool is_second = false;; is_second = true) {
    if (!link_)
      link_ = dialer_.dial([](link&) {});
    try {
      return work(*link_);
    } catch (const link_lost&) {
      link_.reset();
      if (is_second)
        throw;
    }
  }
}

store_check postgres_inspector::check(const check_store& what) {
  return ask([&](link& on) {
    store_check found;
    found.next = what.after;
    if (what.what == store_promise::seats) {
      const auto rows = on.run("check_seats", FRONTROW_CHECK_SEATS("$1::bigint"), with(what.after));
      judge(found, seats_in(cells{rows[0]}, what));
      found.is_end = true;
      return found;
    }
    const bool is_about_wallets = what.what == store_promise::wallets;
    const auto rows
        = is_about_wallets
              ? on.run("check_wallets",
                       FRONTROW_CHECK_WALLETS("user_id", FRONTROW_LEDGER_SUM "::bigint",
                                              "$1::bigint", "$2::bigint"),
                       with(what.after, what.limit))
              : on.run("check_reservations",
                       FRONTROW_CHECK_RESERVATIONS("user_id", "$1::bigint", "$2::bigint"),
                       with(what.after, what.limit));
    for (const auto& row : rows)
      is_about_wallets ? judge_wallet(found, cells{row}) : judge_reservation(found, cells{row});
    found.is_end = found.checked < what.limit;
    return found;
  });
}

found_answers postgres_inspector::find(const find_answers& what) {
  return ask([&](link& on) {
    auto parameters = with(what.user);
    parameters.emplace_back(what.key);
    parameters.emplace_back(bytes{number_parameter(answers_read_max)});
    const auto rows = on.run("find_answers",
                             "SELECT answer FROM answer WHERE ($1::bigint = 0 OR user_id ="
                             " $1::bigint) AND (length($2::bytea) = 0 OR key = $2::bytea)"
                             " LIMIT $3::bigint",
                             parameters);
    found_answers found;
    for (const auto& row : rows) {
      const auto blob = cells{row}.text(0);
      auto from = open_blob(blob);
      auto kept = read_answer(from);
      if (is_wanted(what, kept) && kept.answer.at >= what.from && kept.answer.at <= what.until)
        found.answers.push_back(std::move(kept));
    }
    found.is_whole = static_cast<std::int64_t>(rows.size()) < answers_read_max;
    sort_found(found);
    return found;
  });
}

} // namespace frontrow::postgres
