#pragma once

#include "actors/store/store_messages.hpp"

/// The programme: which concerts there are, and when.
namespace frontrow {

struct create_concert {
  std::string title;
  std::string artist;
};
struct concert_view {
  refusal no = refusal::none; // concert_not_found
  concert_row concert;
  std::vector<schedule_row> schedules; // by id
};

/// `facts.id` and `version` are filled in. The edge has checked the limits of the sections.
struct create_schedule {
  schedule_row facts;
};
struct created_schedule {
  refusal no = refusal::none; // concert_not_found
  schedule_row facts;
  std::uint32_t seats = 0;
};

struct list_concerts {};
struct read_concert {
  concert_id id{};
};

/// A schedule's waiting room lets in so many at once now; the store has it.
struct learn_show {
  schedule_id id{};
  std::uint32_t capacity = 0;
};

using programme_actor
    = caf::typed_actor<caf::replies_to<create_concert>::with<concert_row>,
                       caf::replies_to<create_schedule>::with<created_schedule>,
                       caf::replies_to<list_concerts>::with<std::vector<concert_row>>,
                       caf::replies_to<read_concert>::with<concert_view>,
                       caf::reacts_to<learn_show>>;

} // namespace frontrow

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::create_concert)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::concert_row)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::concert_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::create_schedule)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::created_schedule)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::list_concerts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::read_concert)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(frontrow::learn_show)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<frontrow::concert_row>)
