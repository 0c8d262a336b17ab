#include "persistence/inspection/inspector_actor.hpp"

#include "persistence/failure.hpp"

#include <caf/all.hpp>

namespace frontrow {

inspector_actor::behavior_type
keep_inspector(inspector_actor::stateful_pointer<inspector_state> self,
               std::shared_ptr<store_inspector> side) {
  self->state.side = std::move(side);
  return {
      [self](const check_store& what) -> caf::result<store_check> {
        return or_failure([&] { return self->state.side->check(what); });
      },
      [self](const find_answers& what) -> caf::result<found_answers> {
        return or_failure([&] { return self->state.side->find(what); });
      },
  };
}

} // namespace frontrow
