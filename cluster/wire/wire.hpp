#pragma once

#include "actors/directory/idle_messages.hpp"
#include "actors/house.hpp"
#include "cluster/wire/notes.hpp"

#include <caf/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What nodes say to each other, as bytes. Releases differ by what they append: a struct's unknown
/// last members are passed over, and missing ones keep their defaults.
namespace frontrow {

/// Grows when nodes of two releases could not understand each other any more: they refuse to
/// connect. Whatever is merely appended leaves it as it is.
inline constexpr std::uint32_t wire_version = 1;

/// The answer to what is only sent.
struct no_answer {};

namespace wire {

/// A question that may travel, under its number for ever.
template <std::uint16_t Number, class Message, class Answer>
struct call_of {
  static constexpr auto number = Number;
  using message = Message;
  using answer = Answer;
};

template <class... Calls>
struct list_of {};

using all_calls = list_of<
    call_of<1, describe_schedule, schedule_view>, call_of<2, read_seats, seat_list>,
    call_of<3, read_seat, seat_view>, call_of<4, watch_seats, seat_changes>,
    call_of<5, reserve_seat, outcome>, call_of<6, book_seat, booked_seat>,
    call_of<7, prepare_seat, prepared_seat>, call_of<8, settle_seat, bool>,
    call_of<9, refresh_schedule, no_answer>, call_of<10, learn_capacity, no_answer>,
    call_of<33, read_wallet, wallet_row>, call_of<34, move_points, outcome>,
    call_of<35, prepare_wallet, prepared_wallet>, call_of<36, settle_wallet, bool>,
    call_of<65, enter_queue, queue_ticket>, call_of<66, ask_queue, queue_ticket>,
    call_of<67, watch_queue, queue_ticket>, call_of<68, leave_queue, queue_ticket>,
    call_of<69, use_token, token_check>, call_of<70, end_session, no_answer>,
    call_of<71, steer_queue, queue_view>, call_of<97, join, join_answer>,
    call_of<98, read_fcfs_seats, seat_list>, call_of<99, read_fcfs_seat, seat_view>,
    call_of<100, reset_fcfs, schedule_view>, call_of<101, rest_gate, bool>,
    call_of<129, create_concert, concert_row>, call_of<130, create_schedule, created_schedule>,
    call_of<131, list_concerts, std::vector<concert_row>>, call_of<132, read_concert, concert_view>,
    call_of<133, learn_show, no_answer>, call_of<161, describe_outbox, outbox_view>,
    call_of<162, replay_parked, parked_outcome>, call_of<163, discard_parked, parked_outcome>,
    call_of<193, look_again, no_answer>>;

template <class Message, class... Calls>
consteval std::uint16_t number_in(list_of<Calls...>) {
  return static_cast<std::uint16_t>(
      (0 + ... + (std::is_same_v<Message, typename Calls::message> ? Calls::number : 0)));
}

template <class Message, class First, class... Rest>
consteval auto find_in(list_of<First, Rest...>) {
  if constexpr (std::is_same_v<Message, typename First::message>)
    return First{};
  else
    return find_in<Message>(list_of<Rest...>{});
}

/// The call that this message is.
template <class Message>
using call_for = decltype(find_in<Message>(all_calls{}));

} // namespace wire

/// A call's `kind`. Every node answers 0 itself, with nothing.
inline constexpr std::uint16_t ping_number = 0;

template <class Message>
inline constexpr std::uint16_t wire_number = [] {
  constexpr auto number = wire::number_in<Message>(wire::all_calls{});
  static_assert(number != 0, "this does not travel");
  return number;
}();

/// For every message and answer in `wire::all_calls`, and caf::error.
template <class T>
std::string to_wire(const T&);

/// Nothing for what `to_wire`, of this release or another, cannot have written. Takes no more
/// memory than a small multiple of what it is given.
template <class T>
std::optional<T> from_wire(std::string_view);

/// Category, code and text of a failure. That there is none cannot be told: it is malformed.
template <>
std::string to_wire(const caf::error&);
template <>
std::optional<caf::error> from_wire(std::string_view);

} // namespace frontrow
