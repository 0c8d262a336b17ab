#pragma once

#include "http/admin/event_search.hpp"
#include "http/admin/view.hpp"

/// What becomes of a reservation, as one screen shows it.
namespace frontrow::http::admin {

/// Everything that one screen shows.
struct trail {
  reservation_row reservation;
  seat_row seat;
  wallet_row wallet;
  std::vector<ledger_row> ledger;
  found_answers answers;
  found_events events;
  std::optional<outbox_view> outbox; // nothing: events are not published
  std::vector<std::string> notes;    // what was not looked at
};

/// The members of a view.
void print_trail(json::object&, const trail&);
void print_kept_answer(std::string& out, const answer_row&);
/// With where the event is on its way to the world.
void print_placed_event(std::string& out, const placed_event&, const std::optional<outbox_view>&);

} // namespace frontrow::http::admin
