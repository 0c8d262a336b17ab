#include "tests/simulation/history.hpp"

#include "persistence/memory/memory_store.hpp"
#include "tests/simulation/overheard.hpp"

namespace frontrow::test {

namespace {

using std::chrono::seconds;

constexpr instant opening = std::chrono::sys_days{std::chrono::year{2026} / 5 / 1};
constexpr std::size_t people = 4;

settings settings_of(dice& chance) {
  settings how;
  how.demo = false;
  how.queue.batch = 2;
  how.queue.claim = seconds{10};
  how.queue.session_life = seconds{40};
  how.queue.token_life = seconds{150};
  how.reservation.hold = seconds{60};
  how.fcfs.seats = 3;
  how.fcfs.guard_by_ip = chance.percent(50);
  how.fcfs.user_ttl = chance.percent(20) ? milliseconds{0} : milliseconds{seconds{40}};
  how.idle.seat = seconds{5};
  how.idle.wallet = seconds{10};
  how.idle.schedule = seconds{60};
  return how;
}

const char* name_of(wish what) {
  constexpr const char* names[]
      = {"reserve", "confirm", "cancel", "charge",   "use",        "enter",
         "ask",     "leave",   "join",   "see_seat", "see_wallet", "follow"};
  return names[static_cast<int>(what)];
}

} // namespace

history::history(std::uint64_t seed)
    : chance_{seed}, begins_at_{opening}, store_{std::make_shared<memory_store>(
                                              std::chrono::hours{24}, 1 + seed % 4)},
      recorded_{store_, record_, sky_}, tokens_{~seed}, crowd_{record_, chance_, people} {
  record_.how = settings_of(chance_);
  record_.partitions = store_->partitions();
  record_.is_calm = chance_.percent(25);
  record_.has_shared_guard = chance_.percent(50);
  if (record_.has_shared_guard)
    redis_ = std::make_shared<fake_guard>();
}

commit_fault history::next_fault(std::uint32_t life) {
  // Whatever a dead server does still, it does not reach the store.
  if (life != record_.life)
    return commit_fault::before;
  if (sky_.fails_percent == 0 || !chance_.percent(sky_.fails_percent))
    return commit_fault::none;
  return chance_.percent(50) ? commit_fault::after
                             : (chance_.percent(50) ? commit_fault::before : commit_fault::full);
}

void history::furnish() {
  schedule_row s;
  s.id = show;
  s.version = 1;
  s.concert = concert_id{1};
  s.starts_at = opening + std::chrono::days{30};
  s.concurrent_user_max = static_cast<std::uint32_t>(1 + chance_.below(2));
  s.sections = {{"A", 1, 4, show_price}};
  write_set set;
  set.rows = {concert_row{concert_id{1}, "Title", "Artist", opening}, s};
  const auto results = recorded_.open_writer()->commit(std::span{&set, 1}, opening);
  if (results != std::vector{commit_result::committed})
    throw std::logic_error{"the hall cannot be furnished"};
  record_.schedules.push_back(s);
}

void history::begin_life() {
  ++record_.life;
  faulty_.emplace(std::shared_ptr<store>{std::shared_ptr<store>{}, &recorded_},
                  [this, life = record_.life] { return next_fault(life); });
  world_tools tools;
  tools.on = &*faulty_;
  tools.how = record_.how;
  tools.redis = redis_;
  tools.begins_at = begins_at_;
  tools.fresh_token = [this] {
    return token_id{tokens_.roll(), tokens_.roll()};
  };
  world_ = std::make_unique<world>(std::move(tools));
  crowd_.meet(*world_);
}

void history::crash() {
  begins_at_ = world_->now() + chance_.between(5, chance_.percent(20) ? 60'000 : 3'000);
  ++record_.life;
  world_.reset();
  sky_ = {};
  // The store may go away while the house is being opened, once the doors are there.
  if (chance_.percent(30))
    sky_.reads_left = 7 + static_cast<int>(chance_.below(6));
  begin_life();
}

void history::change_weather() {
  const auto what = chance_.below(redis_ ? 9 : 6);
  sky_ = {};
  if (redis_)
    change_redis(what);
  sky_.is_away = what == 0;
  sky_.fails_percent = what == 1 ? 100 : what == 2 ? 30 : what == 3 ? 10 : 0;
  if (what == 4)
    world_->slow_down(world_->now() + chance_.between(20, chance_.percent(20) ? 50'000 : 3'000));
}

void history::change_redis(std::uint64_t what) {
  redis_->heal();
  if (what == 6)
    redis_->forget_all();
  else if (what > 6)
    redis_->fault = static_cast<guard_fault>(1 + chance_.below(4));
}

void history::leap() {
  const auto& how = record_.how;
  const milliseconds lengths[] = {how.reservation.hold, how.queue.claim,   how.queue.session_life,
                                  how.queue.token_life, how.fcfs.user_ttl, milliseconds{30'000}};
  world_->pass(lengths[chance_.below(std::size(lengths))] + chance_.between(-1, 1'000));
}

void history::take_turn() {
  const auto what = chance_.below(100);
  if (what < 40)
    crowd_.act();
  else if (what < 70)
    world_->run(chance_, 1 + chance_.below(30));
  else if (what < 73)
    come_to_rest();
  else if (what < 88)
    world_->pass(chance_.between(1, 150));
  else if (what < 93)
    world_->pass(chance_.between(500, 3'000));
  else if (what < 95)
    leap();
  else if (!record_.is_calm && what < 98)
    change_weather();
  else if (!record_.is_calm && what < 99)
    world_->strike(chance_);
  else if (!record_.is_calm)
    crash();
  sky_.loses_writes = turn_ >= loses_from_;
  ++turn_;
}

/// Everybody who waits has waited for long enough.
void history::complain_of_silence() {
  for (const auto& d : record_.deeds)
    for (const auto& a : d.attempts)
      if (!a.is_heard && a.life == record_.life)
        found_.push_back("rest: user " + std::to_string(raw(d.user)) + " waits for ever for "
                         + name_of(d.what));
}

/// Everything that is on its way arrives, and seats in doubt, if any, have time to ask the store.
void history::come_to_rest() {
  constexpr milliseconds doubts_max{1'100};
  world_->settle();
  world_->pass(doubts_max);
  if (world_->settle() && !world_->is_slow())
    record_.rests.push_back(record_.next());
}

bool history::rest() {
  for (int n = 0; n < 120; ++n) {
    if (!world_->settle())
      return false;
    if (crowd_.waiting() == 0)
      return true;
    world_->pass(seconds{1});
  }
  return false;
}

/// Asks again and again, as somebody, until `is_well` likes the answer; false: it never does.
template <class Ask, class IsWell>
bool history::insist(Ask ask, IsWell is_well) {
  constexpr int waits_max = 300;
  for (int waits = 0; waits < waits_max; ++waits) {
    const auto which = crowd_.begin(ask());
    if (!rest())
      return false;
    if (const auto& a = record_.deeds[which].attempts.back(); a.is_answer() && is_well(a))
      return true;
    world_->pass(seconds{1});
  }
  return false;
}

/// Everybody gets his turn at the show, in bounded time, whatever was before; and every door opens.
void history::prove_progress() {
  const auto complain = [&](const person& who, const char* of) {
    found_.push_back("rest: user " + std::to_string(raw(who.id)) + of);
    complain_of_silence();
  };
  for (const auto& who : crowd_.people()) {
    come_to_rest();
    if (!insist([&] { return crowd_.enter_as(who); },
                [](const attempt& a) { return a.ticket.is_active; }))
      complain(who, " is never let in");
    const seat_id seat{static_cast<std::uint32_t>(raw(who.id))};
    crowd_.begin(crowd_.reserve_as(who, show, seat, show_price));
    crowd_.begin(crowd_.leave_as(who));
    if (!rest())
      complain(who, " can neither reserve nor leave");
    if (!insist([&] { return crowd_.join_as(who, 0); }, [](const attempt&) { return true; }))
      complain(who, " never gets through the gate");
  }
  bool is_listed = false;
  for (int waits = 0; waits < 60 && !is_listed; ++waits) {
    world_->ask<std::vector<concert_row>>(world_->doors().programme, list_concerts{},
                                          [&](const caf::expected<std::vector<concert_row>>& all) {
                                            is_listed = all && !all->empty();
                                          });
    world_->settle();
    world_->pass(seconds{1});
  }
  if (!is_listed)
    found_.push_back("rest: the programme is never told");
}

/// Holds that are over are let go without anybody asking for the seat.
void history::prove_expiry() {
  for (std::uint32_t n = 1; n <= 4; ++n)
    for (const auto id : {show, fcfs_show}) {
      deed d;
      d.what = wish::see_seat;
      d.user = user_id{1};
      d.schedule = id;
      d.seat = seat_id{n};
      crowd_.begin(d);
    }
  rest();
  world_->pass(record_.how.reservation.hold + seconds{1});
  for (int n = 0; n < 40; ++n) {
    world_->settle();
    world_->pass(seconds{1});
  }
  world_->settle();
  for (const auto id : {show, fcfs_show}) {
    const auto saved = after()->read(load_schedule{id});
    for (const auto& seat : saved->seats)
      if (seat.is == seat_row::phase::held)
        found_.push_back("rest: seat " + std::to_string(raw(seat.seat)) + " is held for ever");
  }
}

complaints history::play() {
  const overheard output;
  furnish();
  begin_life();
  for (const auto turns = 40 + chance_.below(300); turn_ < turns;)
    take_turn();
  sky_ = {};
  if (redis_)
    redis_->heal();
  world_->slow_down(freezes_ ? instant::max() : instant{});
  if (!rest())
    complain_of_silence();
  if (!record_.is_calm)
    crash();
  sky_ = {};
  prove_progress();
  prove_expiry();
  world_.reset();
  if (!output.words().empty())
    found_.push_back("rest: " + output.words());
  auto reader = after();
  for (auto& line : check_all(record_, *reader))
    found_.push_back(std::move(line));
  return found_;
}

} // namespace frontrow::test
