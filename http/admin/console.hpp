#pragma once

#include "http/admin/invariants.hpp"
#include "http/admin/picture.hpp"

namespace frontrow::http::admin {

/// What all onlookers share. Any thread may use it.
struct console {
  console(picture_sources from, const wall_clock& now)
      : looks{std::move(from), now}, started_at{now()} {}

  observatory looks;
  invariants checks;
  const instant started_at;
};

} // namespace frontrow::http::admin
