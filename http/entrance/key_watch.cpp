#include "http/entrance/key_watch.hpp"

#include "http/entrance/key_file.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace frontrow::http::entrance {

namespace {

using text = verdict<std::string, key_news>;

key_news refused(const std::string& file, std::string_view why) {
  return {false, 0, file + ": " + std::string{why}};
}

text read_file(const std::string& file) {
  std::error_code fault;
  if (!std::filesystem::is_regular_file(file, fault))
    return refused(file, "there is no such file");
  std::ifstream stream{file, std::ios::binary};
  std::string out(key_watch::file_size_max + 1, '\0');
  stream.read(out.data(), static_cast<std::streamsize>(out.size()));
  if (!stream.eof() || stream.bad())
    return refused(file, stream.is_open() && stream ? "longer than 1 MiB" : "cannot be read");
  out.resize(static_cast<std::size_t>(stream.gcount()));
  return out;
}

/// All that the files say, each after its length, so that nothing can move from one to the next.
std::string all_of(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& each : texts)
    (out += std::to_string(each.size()) + ':') += each;
  return out;
}

verdict<key_ring, key_news> make_ring(const std::vector<std::string>& files,
                                      const std::vector<std::string>& texts) {
  std::vector<verification_key> all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto some = read_keys(texts[i]);
    if (!some)
      return refused(files[i], some.error());
    all.insert(all.end(), some->begin(), some->end());
  }
  auto ring = key_ring::of(std::move(all));
  if (!ring)
    return key_news{false, 0, ring.error()};
  return *std::move(ring);
}

verdict<std::vector<std::string>, key_news> read_files(const std::vector<std::string>& files) {
  std::vector<std::string> texts;
  for (const auto& file : files) {
    auto one = read_file(file);
    if (!one)
      return one.error();
    texts.push_back(*std::move(one));
  }
  return texts;
}

} // namespace

key_watch::key_watch(std::vector<std::string> files, std::function<void(const key_news&)> tell)
    : files_(std::move(files)), tell_(std::move(tell)) {
  const auto texts = read_files(files_);
  auto ring = texts ? make_ring(files_, *texts) : verdict<key_ring, key_news>{texts.error()};
  if (!ring)
    throw std::runtime_error{"auth.jwt_keys: " + ring.error().why};
  seen_ = all_of(*texts);
  ring_ = std::make_shared<const key_ring>(*std::move(ring));
  figures_.keys = ring_->size();
}

key_watch::~key_watch() {
  {
    const std::lock_guard lock{mutex_};
    is_ending_ = true;
  }
  ending_.notify_all();
  if (thread_.joinable())
    thread_.join();
}

void key_watch::begin(std::chrono::milliseconds period) {
  thread_ = std::thread{[this, period] {
    run(period);
  }};
}

void key_watch::run(std::chrono::milliseconds period) {
  for (std::unique_lock lock{mutex_};;) {
    if (ending_.wait_for(lock, period, [this] { return is_ending_; }))
      return;
    lock.unlock();
    look();
    lock.lock();
  }
}

void key_watch::look() {
  const auto texts = read_files(files_);
  auto now = texts ? all_of(*texts) : texts.error().why;
  if (now == seen_)
    return;
  seen_ = std::move(now);
  auto ring = texts ? make_ring(files_, *texts) : verdict<key_ring, key_news>{texts.error()};
  key_news news;
  {
    const std::lock_guard lock{mutex_};
    if (ring) {
      ring_ = std::make_shared<const key_ring>(*std::move(ring));
      version_.fetch_add(1, std::memory_order_release);
      ++figures_.taken;
    } else {
      news.why = ring.error().why;
      ++figures_.refused;
    }
    figures_.is_stale = !news.why.empty();
    figures_.keys = ring_->size();
    news.is_good = news.why.empty();
    news.keys = figures_.keys;
  }
  tell_(news);
}

key_watch::held key_watch::keys() const {
  const std::lock_guard lock{mutex_};
  return {ring_, version_.load(std::memory_order_relaxed)};
}

key_figures key_watch::figures() const {
  const std::lock_guard lock{mutex_};
  return figures_;
}

} // namespace frontrow::http::entrance
