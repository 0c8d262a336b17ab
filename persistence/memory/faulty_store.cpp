#include "persistence/memory/faulty_store.hpp"

namespace frontrow {

namespace {

class faulty_writer final : public store_writer {
public:
  faulty_writer(std::unique_ptr<store_writer> behind, std::function<commit_fault()> fault)
      : behind_{std::move(behind)}, fault_{std::move(fault)} {}

  std::vector<commit_result> commit(std::span<const write_set> batch, instant now) override {
    const auto fault = fault_();
    if (fault == commit_fault::full)
      throw store_error{store_failure::full, "injected: no room"};
    if (fault == commit_fault::before)
      throw store_error{store_failure::unavailable, "injected: broken before the commit"};
    auto results = behind_->commit(batch, now);
    if (fault == commit_fault::after)
      throw store_error{store_failure::unavailable, "injected: broken after the commit"};
    return results;
  }

  std::optional<answer_row> read(const find_answer& what) override { return behind_->read(what); }
  void tidy() override { behind_->tidy(); }
  std::vector<std::uint64_t> last_positions() const override { return behind_->last_positions(); }

private:
  std::unique_ptr<store_writer> behind_;
  std::function<commit_fault()> fault_;
};

} // namespace

faulty_store::faulty_store(std::shared_ptr<store> behind, std::function<commit_fault()> fault)
    : behind_{std::move(behind)}, fault_{std::move(fault)} {
}

std::uint32_t faulty_store::partitions() const {
  return behind_->partitions();
}

std::unique_ptr<store_writer> faulty_store::open_writer(node_id node) {
  return std::make_unique<faulty_writer>(behind_->open_writer(node), fault_);
}

std::unique_ptr<store_reader> faulty_store::open_reader() {
  return behind_->open_reader();
}

std::unique_ptr<store_inspector> faulty_store::open_inspector() {
  return behind_->open_inspector();
}

std::unique_ptr<registry> faulty_store::open_registry() {
  return behind_->open_registry();
}

} // namespace frontrow
