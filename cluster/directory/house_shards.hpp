#pragma once

#include "actors/directory/idle_messages.hpp"
#include "actors/house.hpp"

#include <type_traits>

/// In which shard a door's message is answered, and what may be done with it when its node is lost.
namespace frontrow::cluster {

template <class Message, class... Others>
concept one_of = (std::is_same_v<Message, Others> || ...);

template <class Message>
concept for_the_gate
    = one_of<Message, join, read_fcfs_seats, read_fcfs_seat, reset_fcfs, rest_gate>;

template <class Message>
concept for_the_house
    = one_of<Message, create_concert, create_schedule, list_concerts, read_concert, describe_outbox,
             replay_parked, discard_parked, learn_show>;

/// @param gate Where the FCFS gate lives.
template <class Message>
shard_id shard_of_message(const Message& what, shard_id gate) {
  if constexpr (for_the_gate<Message>)
    return gate;
  else if constexpr (for_the_house<Message>)
    return house_shard;
  else if constexpr (requires { what.id; })
    return shard_of(what.id);
  else
    return shard_of(what.user);
}

/// It waits for something to happen, and may be asked anew anywhere at any time.
template <class Message>
concept is_watch = one_of<Message, watch_seats, watch_queue>;

/// It changes nothing: its answer is worth as much as the lease of whoever gave it.
template <class Message>
concept is_read
    = is_watch<Message> || one_of<Message, describe_schedule, read_seats, read_seat, read_wallet,
                                  ask_queue, read_fcfs_seats, read_fcfs_seat, list_concerts,
                                  read_concert, describe_outbox>;

/// Asking twice does no more than asking once, wherever it is asked.
template <class Message>
concept is_harmless
    = is_read<Message> || one_of<Message, settle_seat, settle_wallet, refresh_schedule, enter_queue,
                                 leave_queue, use_token, end_session, steer_queue, learn_capacity,
                                 learn_show>;

/// Whether this one may be asked twice: it is harmless, or its idempotency key sees to it.
template <class Message>
bool may_repeat(const Message& what) {
  if constexpr (one_of<Message, reserve_seat, move_points>)
    return !what.what.key.empty();
  else
    return is_harmless<Message>;
}

} // namespace frontrow::cluster
