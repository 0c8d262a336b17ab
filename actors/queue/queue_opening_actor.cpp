#include "actors/queue/queue_opening_actor.hpp"

#include "actors/queue/queue_mirror_actor.hpp"
#include "actors/queue/queue_steering_actor.hpp"

#include <caf/all.hpp>

namespace frontrow {

void load_room(queue_self* self) {
  auto on_error = [=](caf::error& why) {
    self->quit(std::move(why));
  };
  const auto& archive = self->state.stage->archive;
  auto read_line = [=](const std::optional<saved_schedule>& found) {
    if (!found)
      return;
    auto& state = self->state;
    const auto& how = state.stage->how.queue;
    state.limits = {found->facts.concurrent_user_max, how.batch, how.token_life, how.session_life,
                    how.claim};
    if (is_mirrored(state))
      return load_mirrored_room(self);
    self->request(archive, caf::infinite, load_queue{state.id})
        .await(
            [=](const std::vector<token_row>& saved) {
              self->state.room.emplace(self->state.id, self->state.limits, saved);
              apply_rule(self->state);
            },
            on_error);
  };
  // A room that stopped may have rows on their way to the store: an empty write set comes back
  // after them.
  self->request(self->state.stage->writer, caf::infinite, write_set{})
      .await(
          [=](commit_result) {
            self->request(archive, caf::infinite, load_counter{rule_name(self->state.id)})
                .await(
                    [=](std::uint64_t value) {
                      self->state.rule = rule_of(value);
                      self->request(archive, caf::infinite, load_schedule{self->state.id})
                          .await(read_line, on_error);
                    },
                    on_error);
          },
          on_error);
}

} // namespace frontrow
