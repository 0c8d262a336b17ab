#pragma once

#include "actors/store/store_messages.hpp"
#include "persistence/memory/cluster_book.hpp"

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <tuple>

namespace frontrow {

/// What a memory store keeps. Rows stand in the order in which readers want them.
struct shelves {
  using answer_place = std::tuple<user_id, operation, std::string>;

  std::mutex guard;
  milliseconds answer_life{};

  std::map<concert_id, concert_row> concerts;
  std::map<schedule_id, schedule_row> schedules;
  std::map<std::pair<schedule_id, seat_id>, seat_row> seats;
  std::map<reservation_id, reservation_row> reservations;
  std::map<std::pair<user_id, reservation_id>, reservation_id> reservations_of;
  std::map<user_id, wallet_row> wallets;
  std::map<std::pair<user_id, std::uint64_t>, ledger_row> ledger;
  std::map<std::pair<schedule_id, seat_id>, booking_row> bookings;
  std::map<std::pair<schedule_id, place_number>, token_row> tokens;
  std::map<std::string, std::uint64_t> counters;
  std::map<std::pair<std::uint32_t, std::uint64_t>, parked_row> parked;
  std::map<answer_place, answer_row> answers;
  std::deque<std::pair<instant, answer_place>> answers_by_age;
  std::vector<std::vector<event>> events; // by partition; its first is at position 1
  cluster_book book;

  std::vector<std::uint64_t> last_positions() const;
};

/// The steps of one write set, each with its way back.
class write_attempt {
public:
  explicit write_attempt(shelves& on) : on_{on} {}

  /// All of it or, when the answer is anything but committed, nothing.
  [[nodiscard]] commit_result write(const write_set&, instant now);

private:
  [[nodiscard]] bool write(const seat_row&);
  [[nodiscard]] bool write(const reservation_row&);
  [[nodiscard]] bool write(const wallet_row&);
  [[nodiscard]] bool write(const ledger_row&);
  [[nodiscard]] bool write(const booking_row&);
  [[nodiscard]] bool write(const token_row&);
  [[nodiscard]] bool write(const counter_row&);
  [[nodiscard]] bool write(const answer_row&);
  [[nodiscard]] bool write(const concert_row&);
  [[nodiscard]] bool write(const schedule_row&);
  [[nodiscard]] bool write(const parked_row&);

  template <class Shelf, class Row>
  bool replace(Shelf& shelf, const typename Shelf::key_type& at, const Row&);
  template <class Shelf, class Row>
  bool add(Shelf& shelf, const typename Shelf::key_type& at, const Row&);
  void go_back();

  shelves& on_;
  std::vector<std::function<void()>> ways_back_;
};

} // namespace frontrow
