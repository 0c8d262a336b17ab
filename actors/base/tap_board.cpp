#include "actors/base/tap_board.hpp"

#include <cstdlib>
#include <memory>

#include <cxxabi.h>

namespace frontrow {

namespace {

/// The type's own name, without the namespace that all of ours are in.
std::string name_of(const std::type_info& what) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> printed{
      abi::__cxa_demangle(what.name(), nullptr, nullptr, &status), std::free};
  std::string name = status == 0 ? printed.get() : what.name();
  constexpr std::string_view ours = "frontrow::";
  for (auto at = name.find(ours); at != std::string::npos; at = name.find(ours, at))
    name.erase(at, ours.size());
  return name;
}

} // namespace

tap_board::tap* tap_board::find(actor_kind kind, actor_label label) {
  for (auto& each : taps_)
    if (each.is_open && each.kind == kind && each.label == label)
      return &each;
  return nullptr;
}

void tap_board::close(tap& one) {
  one.is_open = false;
  keys_[static_cast<std::size_t>(&one - taps_.data())].store(0, std::memory_order_relaxed);
  one.last.clear();
  open_.fetch_sub(1, std::memory_order_relaxed);
}

bool tap_board::open(actor_kind kind, actor_label label, clock::time_point now) {
  const std::lock_guard lock{guard_};
  for (auto& each : taps_)
    if (each.is_open && now >= each.until)
      close(each);
  if (auto* known = find(kind, label)) {
    known->until = now + tap_life;
    return true;
  }
  for (auto& each : taps_)
    if (!each.is_open) {
      each.is_open = true;
      each.kind = kind;
      each.label = label;
      each.until = now + tap_life;
      keys_[static_cast<std::size_t>(&each - taps_.data())].store(key_of(kind, label),
                                                                  std::memory_order_relaxed);
      open_.fetch_add(1, std::memory_order_relaxed);
      return true;
    }
  return false;
}

void tap_board::close(actor_kind kind, actor_label label) {
  const std::lock_guard lock{guard_};
  if (auto* known = find(kind, label))
    close(*known);
}

std::optional<std::vector<tapped_message>> tap_board::read(actor_kind kind, actor_label label) {
  const std::lock_guard lock{guard_};
  const auto* known = find(kind, label);
  if (known == nullptr)
    return {};
  return std::vector<tapped_message>{known->last.rbegin(), known->last.rend()};
}

void tap_board::note(actor_kind kind, actor_label label, const std::type_info* what,
                     tapped_message message) {
  const std::lock_guard lock{guard_};
  auto* known = find(kind, label);
  if (known == nullptr)
    return;
  if (clock::now() >= known->until)
    return close(*known);
  message.what = what == nullptr ? "a message of CAF" : name_of(*what);
  if (known->last.size() >= messages_max)
    known->last.pop_front();
  known->last.push_back(std::move(message));
}

} // namespace frontrow
