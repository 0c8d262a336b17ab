#pragma once

#include "persistence/postgres/dialer.hpp"
#include "persistence/postgres/marks.hpp"
#include "persistence/postgres/server_lock.hpp"

namespace frontrow::postgres {

struct writer_options {
  link_options link;
  milliseconds answer_life{};
  std::vector<std::uint32_t> partitions; // that it owns
  std::uint32_t partition_count = 0;
};

/// The writing side of some partitions. A batch is one statement, which is one transaction. A lost
/// connection is replaced; when nobody knows whether the last batch was committed, its marks tell,
/// after they have been taken anew, so that nothing of the old connection can come later.
class postgres_writer final : public store_writer {
public:
  /// Throws store_error.
  postgres_writer(writer_options, std::shared_ptr<server_lock>);

  std::vector<commit_result> commit(std::span<const write_set> batch, instant now) override;
  std::optional<answer_row> read(const find_answer&) override;
  void tidy() override {}
  std::vector<std::uint64_t> last_positions() const override { return marks_.positions(); }

private:
  /// A batch whose fate nobody knows.
  struct doubt {
    partition_steps steps;
    std::optional<bool> is_there{}; // once the marks were taken
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
  marks marks_;
  draft draft_;
  batch_statement statement_;
  std::optional<doubt> doubt_;
  instant oldest_at_{}; // no answer of its partitions is older
  std::chrono::steady_clock::time_point next_purge_{};
};

} // namespace frontrow::postgres
