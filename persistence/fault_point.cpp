#include "persistence/fault_point.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace frontrow {

std::function<void(std::string_view point)> fault_from_environment() {
  const char* wanted = std::getenv("FRONTROW_FAULT");
  if (wanted == nullptr)
    return {};
  const std::string text{wanted};
  const auto colon = text.find(':');
  std::uint64_t times = 0;
  if (colon != std::string::npos)
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), times);
  if (times == 0)
    throw std::runtime_error{"FRONTROW_FAULT must be POINT:TIMES, such as after_commit:37"};
  return [left = std::make_shared<std::atomic<std::uint64_t>>(times),
          where = text.substr(0, colon)](std::string_view point) {
    if (point == where && left->fetch_sub(1) == 1)
      std::raise(SIGKILL);
  };
}

} // namespace frontrow
