#pragma once

#include "persistence/store.hpp"

#include <caf/expected.hpp>

namespace frontrow {

/// The answer of `work`, or the store's failure as the error that travels between actors: an
/// exception would end the actor that let it out.
template <class Work>
auto or_failure(Work work) -> caf::expected<decltype(work())> {
  try {
    return work();
  } catch (const store_error& why) {
    return caf::make_error(why.why, std::string{why.what()});
  } catch (const std::exception& why) {
    return caf::make_error(store_failure::unavailable, std::string{why.what()});
  }
}

} // namespace frontrow
