#pragma once

#include "persistence/memory/shelves.hpp"
#include "persistence/store.hpp"

namespace frontrow {

class memory_reader final : public store_reader {
public:
  explicit memory_reader(std::shared_ptr<shelves> on) : on_{std::move(on)} {}

  std::optional<saved_schedule> read(const load_schedule&) override;
  seat_row read(const load_seat&) override;
  wallet_row read(const load_wallet&) override;
  std::optional<reservation_row> read(const load_reservation&) override;
  std::vector<reservation_row> read(const list_reservations&) override;
  std::vector<ledger_row> read(const list_ledger&) override;
  std::vector<token_row> read(const load_queue&) override;
  std::vector<booking_row> read(const load_bookings&) override;
  std::uint64_t read(const load_counter&) override;
  programme read(const load_programme&) override;
  std::vector<schedule_id> read(const load_held_schedules&) override;
  std::vector<parked_row> read(const load_parked&) override;
  std::vector<std::uint64_t> read(const load_positions&) override;
  event_page read(const read_events&) override;

private:
  const std::shared_ptr<shelves> on_;
};

} // namespace frontrow
