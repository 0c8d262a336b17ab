#include "actors/programme/demonstration.hpp"

#include "actors/wallet/wallet.hpp"

namespace frontrow {

namespace {

constexpr concert_id first_concert{1};

schedule_row schedule_at(schedule_id id, instant starts_at, std::vector<section_row> sections) {
  schedule_row s;
  s.id = id;
  s.version = 1;
  s.concert = first_concert;
  s.starts_at = starts_at;
  s.sections = std::move(sections);
  return s;
}

concert_row concert_now(instant now) {
  return {first_concert, "Frontrow Demonstration", "The Founders", now};
}

instant evening_of(instant now) {
  return std::chrono::floor<std::chrono::days>(now) + std::chrono::days{30}
         + std::chrono::hours{19};
}

} // namespace

write_set demonstration(instant now) {
  constexpr schedule_id documented{500};
  constexpr user_id documented_user{101};
  constexpr points documented_points = 200'000;
  write_set set;
  set.rows.emplace_back(concert_now(now));
  set.rows.emplace_back(
      schedule_at(documented, evening_of(now), {{"A", 5, 10, 150'000}, {"B", 5, 10, 120'000}}));
  const auto charged = move(wallet_row{documented_user, 0, 0}, ledger_row::kind::charge,
                            documented_points, {}, now);
  set.rows.emplace_back(charged->next);
  set.rows.emplace_back(charged->entry);
  set.events.push_back(charged->said);
  return set;
}

write_set fcfs_schedule(schedule_id id, std::uint32_t seats, bool is_first, instant now) {
  write_set set;
  if (is_first)
    set.rows.emplace_back(concert_now(now));
  set.rows.emplace_back(schedule_at(id, evening_of(now), {{"FCFS", 1, seats, 50'000}}));
  return set;
}

} // namespace frontrow
