#pragma once

#include "persistence/outbox/broker.hpp"
#include "persistence/redis/connection.hpp"
#include "persistence/redis/script.hpp"

namespace frontrow {

/// Redis streams, `outbox:<partition>` under the prefix, over a connection of its own.
class redis_broker final : public broker {
public:
  /// @param stream_max How many entries a stream keeps, about; 0: all.
  /// @param seen Counts what the connection does, and outlives this, if given.
  redis_broker(const redis_settings&, std::uint32_t stream_max,
               redis::connection_figures* seen = nullptr);

  std::string name(std::uint32_t partition) const override;
  stream_end look(std::uint32_t partition) override;
  append_result append(std::uint32_t partition, entry_id after, std::span<const entry>) override;
  bool is_resting() const override;

private:
  redis::connection line_;
  redis::script append_;
  std::string stream_max_;
};

} // namespace frontrow
