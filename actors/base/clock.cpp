#include "actors/base/clock.hpp"

namespace frontrow {

wall_clock make_wall_clock() {
  using std::chrono::floor;
  const auto began = std::chrono::steady_clock::now();
  const auto then = floor<milliseconds>(std::chrono::system_clock::now());
  return [=] {
    return then + floor<milliseconds>(std::chrono::steady_clock::now() - began);
  };
}

} // namespace frontrow
