#pragma once

#include "actors/store/inspector_messages.hpp"

namespace frontrow {

/// A reading side for operators' questions. Belongs to one thread, and throws store_error.
class store_inspector {
public:
  virtual ~store_inspector() = default;

  virtual store_check check(const check_store&) = 0;
  virtual found_answers find(const find_answers&) = 0;
};

} // namespace frontrow
