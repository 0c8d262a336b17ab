#pragma once

#include "persistence/inspection/store_inspector.hpp"
#include "persistence/postgres/dialer.hpp"

namespace frontrow::postgres {

/// A connection of its own, made when the first question comes, that may not write; every answer
/// shows one state of the store.
class postgres_inspector final : public store_inspector {
public:
  explicit postgres_inspector(link_options how) : dialer_{std::move(how)} {}

  store_check check(const check_store&) override;
  found_answers find(const find_answers&) override;

private:
  /// Does it, once more when the connection turns out to be gone.
  template <class Work>
  auto ask(Work work) -> decltype(work(std::declval<link&>()));

  dialer dialer_;
  std::unique_ptr<link> link_;
};

} // namespace frontrow::postgres
