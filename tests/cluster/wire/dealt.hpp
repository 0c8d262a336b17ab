#pragma once

#include "cluster/wire/codec.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <string>

/// Values of any type that travels, drawn by lot.
namespace frontrow::test {

class dealing : public wire::way {
public:
  static constexpr bool changes = true;

  explicit dealing(std::mt19937_64& chance) : chance_{chance} {}

  void flag(bool& x) { x = roll(2) == 1; }
  /// Often small, and often at a limit.
  void number(std::uint64_t& x, std::uint64_t most) {
    const std::uint64_t drawn[] = {0, 1, most, most - 1, roll(most) >> roll(64)};
    x = std::min(drawn[roll(5)], most);
  }
  void choice(std::uint64_t& x, const char*, std::uint64_t last) { x = roll(last + 1); }
  void whole(std::int64_t& x) {
    std::uint64_t bits = 0;
    number(bits, ~std::uint64_t{0});
    x = static_cast<std::int64_t>(roll(2) == 0 ? bits : ~bits);
  }
  void text(std::string& x) {
    x.resize(roll(20));
    for (char& byte : x)
      byte = static_cast<char>(roll(256));
  }

  template <class T>
  void list(std::vector<T>& all) {
    all.resize(roll(4));
    for (auto& one : all)
      pass(*this, one);
  }

  void any(row& x) { one_of(x, std::make_index_sequence<std::variant_size_v<row>>{}); }

  void pieces(printed_seats& x) {
    x = nullptr;
    if (roll(3) == 0)
      return;
    auto all = std::make_shared<std::vector<std::shared_ptr<const std::string>>>();
    for (auto left = roll(4); left > 0; --left) {
      std::string piece;
      text(piece);
      all->push_back(std::make_shared<const std::string>(std::move(piece)));
    }
    x = std::move(all);
  }

  template <class... Ts>
  void body(const char*, wire::field<Ts>... all) {
    (pass(*this, all.is), ...);
  }

private:
  std::uint64_t roll(std::uint64_t sides) { return sides == 0 ? 0 : chance_() % sides; }

  template <std::size_t... Is>
  void one_of(row& x, std::index_sequence<Is...>) {
    const auto which = roll(sizeof...(Is));
    ((which == Is ? pass(*this, x.emplace<Is>()) : void()), ...);
  }

  std::mt19937_64& chance_;
};

template <class T>
T deal(std::mt19937_64& chance) {
  T made{};
  dealing with{chance};
  pass(with, made);
  return made;
}

/// Calls `visit.template operator()<T>()` for every message and every answer.
template <class Visit, class... Calls>
void for_all_that_travels(Visit&& visit, wire::list_of<Calls...>) {
  (visit.template operator()<typename Calls::message>(), ...);
  (visit.template operator()<typename Calls::answer>(), ...);
}
template <class Visit>
void for_all_that_travels(Visit&& visit) {
  for_all_that_travels(visit, wire::all_calls{});
}

} // namespace frontrow::test
