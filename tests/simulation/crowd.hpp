#pragma once

#include "tests/simulation/evidence.hpp"
#include "tests/simulation/world.hpp"

namespace frontrow::test {

/// One client: what it knows from the answers it heard.
struct person {
  user_id id{};
  std::string name;
  std::string address;
  token_id token;
  std::vector<reservation_id> reservations;
  event_cursor read_to; // of the feed
};

/// Clients that want seats: they ask, wait, lose patience, try again with the same key, send twice,
/// and write down everything.
class crowd {
public:
  crowd(evidence& record, dice& chance, std::size_t people);

  /// A new life of the server begins; what was on its way to the old one is lost.
  void meet(world& w);

  /// Somebody does something.
  void act();

  /// Does a deed, once more or for the first time.
  std::size_t begin(deed wanted);
  void send(std::size_t which);

  const std::vector<person>& people() const { return people_; }
  /// How many wait for an answer in this life.
  std::size_t waiting() const { return waiting_; }

  deed enter_as(const person&) const;
  deed ask_as(const person&) const;
  deed leave_as(const person&) const;
  deed reserve_as(const person&, schedule_id, seat_id, points price) const;
  deed join_as(const person&, std::uint64_t foreign_sequence) const;

private:
  person& anybody() { return people_[chance_.below(people_.size())]; }
  person& whose(user_id id) { return people_[raw(id) - 1]; }
  bool is_busy(const person&) const;

  void visit_queue(person&);
  void reserve(person&);
  void finish_reservation(person&);
  void move_points(person&);
  void join_line(person&);
  void look_around(person&);
  void try_again();

  template <class Answer, class Handle, class Message, class Keep>
  void dispatch(std::size_t which, const Handle& whom, Message what, Keep keep);
  void learn(const deed&, const attempt&);

  evidence& record_;
  dice& chance_;
  world* world_ = nullptr;
  std::vector<person> people_;
  std::size_t waiting_ = 0;
  std::uint64_t foreign_ = 1'000'000;
};

/// A body's fingerprint; another `variant`, another body.
fingerprint print_of(const command&, std::uint64_t variant);

inline constexpr schedule_id show{1};        // with a waiting room
inline constexpr schedule_id fcfs_show{501}; // of the FCFS face, and open to the concert face
inline constexpr points show_price = 100;
inline constexpr points fcfs_price = 50'000;

} // namespace frontrow::test
