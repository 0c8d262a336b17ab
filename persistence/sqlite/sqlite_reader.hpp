#pragma once

#include "persistence/sqlite/connection.hpp"
#include "persistence/store.hpp"

namespace frontrow::sqlite {

/// A reading side: a connection of its own, that sees whole transactions and blocks nobody.
class sqlite_reader final : public store_reader {
public:
  explicit sqlite_reader(const std::filesystem::path& database);

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
  /// Shows all statements the same state of the store.
  class snapshot {
  public:
    explicit snapshot(sqlite_reader& of) : of_{of} { of_.begin_.run(); }
    snapshot(const snapshot&) = delete;
    snapshot& operator=(const snapshot&) = delete;
    ~snapshot() { of_.leave(); }

  private:
    sqlite_reader& of_;
  };

  std::vector<section_row> sections_of(schedule_id);
  std::uint64_t last_position();
  void leave() noexcept;

  connection db_;
  statement begin_;
  statement commit_;
  statement schedule_;
  statement schedules_;
  statement sections_;
  statement seats_;
  statement seat_;
  statement held_;
  statement parked_;
  statement wallet_;
  statement reservation_;
  statement reservations_;
  statement ledger_;
  statement queue_;
  statement bookings_;
  statement counter_;
  statement concerts_;
  statement outbox_;
  statement last_event_;
};

} // namespace frontrow::sqlite
