#include "persistence/memory/memory_store.hpp"

#include "persistence/memory/memory_inspector.hpp"
#include "persistence/memory/memory_reader.hpp"
#include "persistence/memory/memory_registry.hpp"

namespace frontrow {

namespace {

class memory_writer final : public store_writer {
public:
  memory_writer(std::shared_ptr<shelves> on, node_id node) : on_{std::move(on)}, node_{node} {}

  std::vector<commit_result> commit(std::span<const write_set> batch, instant now) override {
    const std::lock_guard lock{on_->guard};
    if (!on_->book.lets_write(node_))
      throw store_error{store_failure::unavailable, "this node was declared dead"};
    std::vector<commit_result> results;
    for (const auto& set : batch)
      results.push_back(write_attempt{*on_}.write(set, now));
    purge(now);
    return results;
  }

  std::optional<answer_row> read(const find_answer& what) override {
    const std::lock_guard lock{on_->guard};
    auto found = on_->answers.find({what.user, what.what, what.key});
    return found == on_->answers.end() ? std::nullopt : std::optional{found->second};
  }

  void tidy() override {}

  std::vector<std::uint64_t> last_positions() const override {
    const std::lock_guard lock{on_->guard};
    return on_->last_positions();
  }

private:
  void purge(instant now) {
    auto& aging = on_->answers_by_age;
    for (; !aging.empty() && aging.front().first + on_->answer_life <= now; aging.pop_front())
      on_->answers.erase(aging.front().second);
  }

  const std::shared_ptr<shelves> on_;
  const node_id node_;
};

} // namespace

memory_store::memory_store(milliseconds answer_life, std::uint32_t partitions, wall_clock clock)
    : shelves_{std::make_shared<shelves>()}, clock_{std::move(clock)} {
  shelves_->answer_life = answer_life;
  shelves_->events.resize(partitions);
}

std::uint32_t memory_store::partitions() const {
  return static_cast<std::uint32_t>(shelves_->events.size());
}

std::unique_ptr<store_writer> memory_store::open_writer(node_id node) {
  const std::lock_guard lock{shelves_->guard};
  if (!shelves_->book.lets_write(node))
    throw store_open_error{"this node was declared dead"};
  return std::make_unique<memory_writer>(shelves_, node);
}

std::unique_ptr<store_reader> memory_store::open_reader() {
  return std::make_unique<memory_reader>(shelves_);
}

std::unique_ptr<store_inspector> memory_store::open_inspector() {
  return std::make_unique<memory_inspector>(shelves_);
}

std::unique_ptr<registry> memory_store::open_registry() {
  return std::make_unique<memory_registry>(shelves_, clock_);
}

} // namespace frontrow
