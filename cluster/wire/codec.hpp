#pragma once

#include "actors/wire/bytes.hpp"
#include "cluster/wire/travel_doors.hpp"
#include "cluster/wire/wire.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

/// The two ways that make bytes of values and values of bytes.
namespace frontrow::wire {

struct malformed : std::runtime_error {
  malformed() : std::runtime_error{"malformed"} {}
};

class writing : public way {
public:
  static constexpr bool changes = false;

  void flag(bool x) { to_.number(x ? 1 : 0); }
  void number(std::uint64_t x, std::uint64_t) { to_.number(x); }
  void choice(std::uint64_t x, const char*, std::uint64_t) { to_.number(x); }
  void whole(std::int64_t x) { to_.whole(x); }
  void text(const std::string& x) { to_.text(x); }

  template <class T>
  void list(std::vector<T>& all) {
    to_.number(all.size());
    for (auto& one : all)
      pass(*this, one);
  }

  void any(row& x) {
    to_.number(x.index());
    std::visit([this](auto& one) { pass(*this, one); }, x);
  }

  /// The pieces are shared between threads: nothing is done to them but reading.
  void pieces(const printed_seats& x) {
    flag(x != nullptr);
    if (x == nullptr)
      return;
    to_.number(x->size());
    for (const auto& piece : *x)
      to_.text(*piece);
  }

  template <class... Ts>
  void body(const char*, field<Ts>... all) {
    const auto begin = to_.begin_span();
    (pass(*this, all.is), ...);
    to_.end_span(begin);
  }

  std::string take() { return to_.take(); }

private:
  byte_writer to_;
};

class reading : public way {
public:
  static constexpr bool changes = true;
  using reader = basic_byte_reader<malformed>;

  explicit reading(reader from) : from_{from} {}

  void flag(bool& x) { x = below(2) == 1; }
  void number(std::uint64_t& x, std::uint64_t most) {
    x = from_.number();
    if (x > most)
      throw malformed{};
  }
  void choice(std::uint64_t& x, const char*, std::uint64_t last) { number(x, last); }
  void whole(std::int64_t& x) { x = from_.whole(); }
  void text(std::string& x) { x = from_.text(); }

  template <class T>
  void list(std::vector<T>& all) {
    all.clear();
    for (auto count = size(); count > 0; --count)
      pass(*this, all.emplace_back());
  }

  void any(row& x) { one_of(x, std::make_index_sequence<std::variant_size_v<row>>{}); }

  void pieces(printed_seats& x) {
    x = nullptr;
    if (below(2) == 0)
      return;
    auto all = std::make_shared<std::vector<std::shared_ptr<const std::string>>>();
    for (auto count = size(); count > 0; --count)
      all->push_back(std::make_shared<const std::string>(from_.text()));
    x = std::move(all);
  }

  template <class... Ts>
  void body(const char*, field<Ts>... all) {
    reading inside{from_.span()};
    (inside.member(all), ...);
  }

  bool is_done() const { return from_.is_done(); }

private:
  std::uint64_t below(std::uint64_t limit) {
    const auto x = from_.number();
    if (x >= limit)
      throw malformed{};
    return x;
  }

  /// Of a list, each of whose elements takes a byte at the least.
  std::uint64_t size() { return below(from_.left() + 1); }

  template <class T>
  void member(field<T>& one) {
    if (!from_.is_done())
      pass(*this, one.is);
  }

  template <std::size_t... Is>
  void one_of(row& x, std::index_sequence<Is...>) {
    const auto which = below(sizeof...(Is));
    ((which == Is ? pass(*this, x.emplace<Is>()) : void()), ...);
  }

  reader from_;
};

template <class Way>
void travel(Way& with, no_answer& x) {
  members(with, "no_answer", x);
}

template <class T>
std::string write(const T& what) {
  writing with;
  pass(with, const_cast<T&>(what)); // which this way leaves as it is
  return with.take();
}

template <class T>
std::optional<T> read(std::string_view bytes) {
  std::optional<T> made{std::in_place};
  try {
    reading with{reading::reader{bytes}};
    pass(with, *made);
    if (!with.is_done())
      return std::nullopt;
  } catch (const malformed&) {
    return std::nullopt;
  }
  return made;
}

} // namespace frontrow::wire
