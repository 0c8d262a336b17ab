#pragma once

#include "persistence/inspection/store_inspector.hpp"
#include "persistence/memory/shelves.hpp"

namespace frontrow {

class memory_inspector final : public store_inspector {
public:
  explicit memory_inspector(std::shared_ptr<shelves> on) : on_{std::move(on)} {}

  store_check check(const check_store&) override;
  found_answers find(const find_answers&) override;

private:
  void check_seats(const check_store&, store_check&) const;
  void check_reservations(const check_store&, store_check&) const;
  void check_wallets(const check_store&, store_check&) const;

  const std::shared_ptr<shelves> on_;
};

} // namespace frontrow
