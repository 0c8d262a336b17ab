#pragma once

#include "persistence/postgres/dialer.hpp"

namespace frontrow::postgres {

/// A reading side: a connection of its own that may not write. Each answer shows one state of the
/// store. A lost connection is replaced within the question that finds it lost.
class postgres_reader final : public store_reader {
public:
  /// Throws store_error.
  postgres_reader(link_options, std::uint32_t partition_count);

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
  std::vector<std::uint64_t> read(const load_positions&) override;
  std::vector<parked_row> read(const load_parked&) override;
  event_page read(const read_events&) override;

private:
  link& open();
  /// Does it, once more when the connection turns out to be gone.
  template <class Work>
  auto ask(Work work) -> decltype(work(std::declval<link&>()));
  /// Likewise, with all its statements seeing the same state.
  template <class Work>
  auto ask_at_once(Work work) -> decltype(work(std::declval<link&>()));

  dialer dialer_;
  std::unique_ptr<link> link_;
  const std::uint32_t partition_count_;
};

} // namespace frontrow::postgres
