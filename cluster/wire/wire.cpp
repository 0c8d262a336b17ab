#include "cluster/wire/wire.hpp"

#include "cluster/wire/codec.hpp"

namespace frontrow {

namespace {

/// A caf::error as it travels.
struct told_failure {
  std::uint64_t category = 0; // an atom
  std::uint8_t code = 0;
  std::string text;
};

template <class Way>
void travel(Way& with, told_failure& x) {
  wire::members(with, "caf::error", x, wire::at("category", x.category), wire::at("code", x.code),
                wire::at("text", x.text));
}

std::string text_of(const caf::message& context) {
  if (context.match_elements<std::string>())
    return context.get_as<std::string>(0);
  return context.empty() ? std::string{} : caf::to_string(context);
}

} // namespace

template <class T>
std::string to_wire(const T& what) {
  return wire::write(what);
}

template <class T>
std::optional<T> from_wire(std::string_view bytes) {
  return wire::read<T>(bytes);
}

template <>
std::string to_wire(const caf::error& why) {
  told_failure told;
  if (why)
    told = {static_cast<std::uint64_t>(why.category()), why.code(), text_of(why.context())};
  return wire::write(told);
}

template <>
std::optional<caf::error> from_wire(std::string_view bytes) {
  auto told = wire::read<told_failure>(bytes);
  if (!told || told->code == 0)
    return std::nullopt;
  const auto category = static_cast<caf::atom_value>(told->category);
  if (told->text.empty())
    return caf::error{told->code, category};
  return caf::error{told->code, category, caf::make_message(std::move(told->text))};
}

#define FRONTROW_TRAVELS(type)                                                                     \
  template std::string to_wire(const type&);                                                       \
  template std::optional<type> from_wire(std::string_view);

FRONTROW_TRAVELS(look_again)
FRONTROW_TRAVELS(describe_schedule)
FRONTROW_TRAVELS(schedule_view)
FRONTROW_TRAVELS(read_seats)
FRONTROW_TRAVELS(seat_list)
FRONTROW_TRAVELS(read_seat)
FRONTROW_TRAVELS(seat_view)
FRONTROW_TRAVELS(watch_seats)
FRONTROW_TRAVELS(seat_changes)
FRONTROW_TRAVELS(reserve_seat)
FRONTROW_TRAVELS(outcome)
FRONTROW_TRAVELS(book_seat)
FRONTROW_TRAVELS(booked_seat)
FRONTROW_TRAVELS(prepare_seat)
FRONTROW_TRAVELS(prepared_seat)
FRONTROW_TRAVELS(settle_seat)
FRONTROW_TRAVELS(bool)
FRONTROW_TRAVELS(refresh_schedule)
FRONTROW_TRAVELS(no_answer)
FRONTROW_TRAVELS(learn_capacity)
FRONTROW_TRAVELS(read_wallet)
FRONTROW_TRAVELS(wallet_row)
FRONTROW_TRAVELS(move_points)
FRONTROW_TRAVELS(prepare_wallet)
FRONTROW_TRAVELS(prepared_wallet)
FRONTROW_TRAVELS(settle_wallet)
FRONTROW_TRAVELS(enter_queue)
FRONTROW_TRAVELS(queue_ticket)
FRONTROW_TRAVELS(ask_queue)
FRONTROW_TRAVELS(watch_queue)
FRONTROW_TRAVELS(leave_queue)
FRONTROW_TRAVELS(use_token)
FRONTROW_TRAVELS(token_check)
FRONTROW_TRAVELS(end_session)
FRONTROW_TRAVELS(steer_queue)
FRONTROW_TRAVELS(queue_view)
FRONTROW_TRAVELS(join)
FRONTROW_TRAVELS(join_answer)
FRONTROW_TRAVELS(read_fcfs_seats)
FRONTROW_TRAVELS(read_fcfs_seat)
FRONTROW_TRAVELS(reset_fcfs)
FRONTROW_TRAVELS(rest_gate)
FRONTROW_TRAVELS(create_concert)
FRONTROW_TRAVELS(concert_row)
FRONTROW_TRAVELS(create_schedule)
FRONTROW_TRAVELS(created_schedule)
FRONTROW_TRAVELS(list_concerts)
FRONTROW_TRAVELS(std::vector<concert_row>)
FRONTROW_TRAVELS(read_concert)
FRONTROW_TRAVELS(concert_view)
FRONTROW_TRAVELS(learn_show)
FRONTROW_TRAVELS(describe_outbox)
FRONTROW_TRAVELS(outbox_view)
FRONTROW_TRAVELS(replay_parked)
FRONTROW_TRAVELS(parked_outcome)
FRONTROW_TRAVELS(discard_parked)

} // namespace frontrow
