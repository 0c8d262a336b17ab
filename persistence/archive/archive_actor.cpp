#include "persistence/archive/archive_actor.hpp"

#include "persistence/failure.hpp"

#include <caf/all.hpp>

namespace frontrow {

namespace {

using archivist = archive_actor::stateful_pointer<archivist_state>;
using desk = archive_actor::stateful_pointer<archive_desk_state>;

template <class Question>
using answer_to = decltype(std::declval<store_reader&>().read(std::declval<Question>()));

template <class Question>
auto answer(archivist self) {
  return [self](const Question& what) -> caf::result<answer_to<Question>> {
    return or_failure([&] { return self->state.reader->read(what); });
  };
}

template <class Question>
auto hand_on(desk self) {
  return [self](const Question& what) {
    auto& [archivists, next] = self->state;
    next = (next + 1) % archivists.size();
    return self->delegate(archivists[next], what);
  };
}

} // namespace

archive_actor::behavior_type keep_archive(archivist self, std::shared_ptr<store_reader> reader) {
  self->state.reader = std::move(reader);
  return {
      answer<load_seat>(self),        answer<load_held_schedules>(self),
      answer<load_schedule>(self),    answer<load_wallet>(self),
      answer<load_reservation>(self), answer<list_reservations>(self),
      answer<list_ledger>(self),      answer<load_queue>(self),
      answer<load_bookings>(self),    answer<load_counter>(self),
      answer<load_programme>(self),   answer<load_parked>(self),
      answer<load_positions>(self),   answer<read_events>(self),
  };
}

archive_actor::behavior_type keep_archive_desk(desk self, std::vector<archive_actor> archivists) {
  self->state.archivists = std::move(archivists);
  return {
      hand_on<load_seat>(self),        hand_on<load_held_schedules>(self),
      hand_on<load_schedule>(self),    hand_on<load_wallet>(self),
      hand_on<load_reservation>(self), hand_on<list_reservations>(self),
      hand_on<list_ledger>(self),      hand_on<load_queue>(self),
      hand_on<load_bookings>(self),    hand_on<load_counter>(self),
      hand_on<load_programme>(self),   hand_on<load_parked>(self),
      hand_on<load_positions>(self),   hand_on<read_events>(self),
  };
}

} // namespace frontrow
