#pragma once

#include "persistence/postgres/dialer.hpp"
#include "persistence/postgres/scribe.hpp"
#include "persistence/postgres/server_lock.hpp"

namespace frontrow::postgres {

struct writer_options {
  link_options link;
  milliseconds answer_life{};
  writer_name who;
  std::vector<std::uint32_t> partitions; // that its node leaves to it
  std::uint32_t partition_count = 0;
};

/// A writing side. A batch is one statement, which is one transaction. A lost connection is
/// replaced; when nobody knows whether the last batch was committed, the writer's own row tells,
/// after its turn was taken anew, so that nothing of the old connection can come later.
class postgres_writer final : public store_writer {
public:
  /// Throws store_error.
  postgres_writer(writer_options, std::shared_ptr<server_lock>);

  std::vector<commit_result> commit(std::span<const write_set> batch, instant now) override;
  std::optional<answer_row> read(const find_answer&) override;
  void tidy() override {}
  std::vector<std::uint64_t> last_positions() const override { return scribe_.positions(); }

private:
  /// A batch whose fate nobody knows.
  struct doubt {
    std::uint64_t batch = 0;
    std::optional<bool> is_there{}; // once the turn was taken
  };

  link& open();
  void try_commit(link&, std::span<const write_set>, instant now);
  void recall(link&);
  void purge(link&, instant now);
  std::size_t erase_eldest(link&, instant before);
  template <class Work>
  auto persistently(Work work) -> decltype(work(std::declval<link&>()));

  const writer_options how_;
  const std::shared_ptr<server_lock> lock_;
  dialer dialer_;
  std::unique_ptr<link> link_;
  scribe scribe_;
  draft draft_;
  batch_statement statement_;
  std::optional<doubt> doubt_;
  instant oldest_at_{}; // no answer of these partitions is older
  std::chrono::steady_clock::time_point next_purge_{};
};

} // namespace frontrow::postgres
