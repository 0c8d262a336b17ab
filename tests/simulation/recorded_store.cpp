#include "tests/simulation/recorded_store.hpp"

namespace frontrow::test {

namespace {

void stand_in(weather& sky) {
  if (sky.is_away)
    throw store_error{store_failure::unavailable, "injected: away"};
}

class recording_writer final : public store_writer {
public:
  recording_writer(std::unique_ptr<store_writer> behind, evidence& record, weather& sky)
      : behind_{std::move(behind)}, record_{record}, sky_{sky} {}

  std::vector<commit_result> commit(std::span<const write_set> batch, instant now) override {
    stand_in(sky_);
    if (sky_.loses_writes)
      return std::vector(batch.size(), commit_result::committed);
    auto results = behind_->commit(batch, now);
    for (std::size_t i = 0; i < batch.size(); ++i)
      if (results[i] == commit_result::committed)
        record_.journal.push_back({record_.next(), now, batch[i]});
    return results;
  }

  std::optional<answer_row> read(const find_answer& what) override {
    stand_in(sky_);
    return behind_->read(what);
  }

  void tidy() override { behind_->tidy(); }
  std::vector<std::uint64_t> last_positions() const override { return behind_->last_positions(); }

private:
  std::unique_ptr<store_writer> behind_;
  evidence& record_;
  weather& sky_;
};

class reachable_reader final : public store_reader {
public:
  reachable_reader(std::unique_ptr<store_reader> behind, weather& sky)
      : behind_{std::move(behind)}, sky_{sky} {}

  template <class Question>
  auto pass(const Question& m) {
    sky_.is_away |= sky_.reads_left == 0;
    sky_.reads_left -= sky_.reads_left >= 0 ? 1 : 0;
    stand_in(sky_);
    return behind_->read(m);
  }

  std::optional<saved_schedule> read(const load_schedule& m) override { return pass(m); }
  seat_row read(const load_seat& m) override { return pass(m); }
  wallet_row read(const load_wallet& m) override { return pass(m); }
  std::optional<reservation_row> read(const load_reservation& m) override { return pass(m); }
  std::vector<reservation_row> read(const list_reservations& m) override { return pass(m); }
  std::vector<ledger_row> read(const list_ledger& m) override { return pass(m); }
  std::vector<token_row> read(const load_queue& m) override { return pass(m); }
  std::vector<booking_row> read(const load_bookings& m) override { return pass(m); }
  std::uint64_t read(const load_counter& m) override { return pass(m); }
  programme read(const load_programme& m) override { return pass(m); }
  std::vector<schedule_id> read(const load_held_schedules& m) override { return pass(m); }
  std::vector<parked_row> read(const load_parked& m) override { return pass(m); }
  std::vector<std::uint64_t> read(const load_positions& m) override { return pass(m); }
  event_page read(const read_events& m) override { return pass(m); }

private:
  std::unique_ptr<store_reader> behind_;
  weather& sky_;
};

} // namespace

std::uint32_t recorded_store::partitions() const {
  return behind_->partitions();
}

std::unique_ptr<store_writer> recorded_store::open_writer(node_id node) {
  return std::make_unique<recording_writer>(behind_->open_writer(node), record_, sky_);
}

std::unique_ptr<store_reader> recorded_store::open_reader() {
  return std::make_unique<reachable_reader>(behind_->open_reader(), sky_);
}

std::unique_ptr<store_inspector> recorded_store::open_inspector() {
  return behind_->open_inspector();
}

std::unique_ptr<registry> recorded_store::open_registry() {
  return behind_->open_registry();
}

} // namespace frontrow::test
