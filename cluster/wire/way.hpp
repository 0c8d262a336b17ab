#pragma once

#include "actors/schedule/seat_list.hpp"
#include "actors/store/rows.hpp"

#include <concepts>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

/// How values become bytes and bytes values. For each type there is one function, `travel`, that
/// names its members in order; what a *way* does with them is the way's: write, read, list.
namespace frontrow::wire {

/// What the functions of this namespace are found by.
struct way {};

/// One member of a struct, by its name in the listing.
template <class T>
struct field {
  const char* name;
  T& is;
};

template <class T>
field<T> at(const char* name, T& is) {
  return {name, is};
}

/// An enum with names for its values: which are known, 0 to `last`. Enums without are numbers.
template <class E>
struct enumeration;

#define FRONTROW_WIRE_ENUMERATION(type, value)                                                     \
  template <>                                                                                      \
  struct enumeration<type> {                                                                       \
    static constexpr auto name = #type;                                                            \
    static constexpr auto last = static_cast<std::uint64_t>(type::value);                          \
  };
FRONTROW_WIRE_ENUMERATION(refusal, last)
FRONTROW_WIRE_ENUMERATION(operation, use)
FRONTROW_WIRE_ENUMERATION(seat_row::phase, sold)
FRONTROW_WIRE_ENUMERATION(reservation_row::state, cancelled)
FRONTROW_WIRE_ENUMERATION(ledger_row::kind, refund)
FRONTROW_WIRE_ENUMERATION(token_row::state, gone)
FRONTROW_WIRE_ENUMERATION(event::kind, seat_booked)
FRONTROW_WIRE_ENUMERATION(parked_row::state, gone)

namespace detail {

struct anything {
  template <class T>
  operator T() const;
};

template <std::size_t>
using any_of = anything;

template <class T, std::size_t... Is>
constexpr bool takes(std::index_sequence<Is...>) {
  return requires {
    T{any_of<Is>{}...};
  };
}

/// How many members an aggregate has.
template <class T, std::size_t N = 0>
constexpr std::size_t member_count() {
  if constexpr (takes<T>(std::make_index_sequence<N + 1>{}))
    return member_count<T, N + 1>();
  else
    return N;
}

} // namespace detail

/// What `travel` of a struct comes to. A member that it forgets does not compile.
template <class Way, class T, class... Ts>
void members(Way& with, const char* name, T&, field<Ts>... all) {
  static_assert(detail::member_count<std::remove_const_t<T>>() == sizeof...(Ts),
                "append the new member to the type's travel");
  with.body(name, all...);
}

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class T>
concept named_enum = requires {
  enumeration<T>::last;
};

namespace detail {

template <class Way, class E>
void pass_enum(Way& with, E& x) {
  auto number = static_cast<std::uint64_t>(x);
  if constexpr (named_enum<E>)
    with.choice(number, enumeration<E>::name, enumeration<E>::last);
  else
    with.number(number, std::numeric_limits<std::underlying_type_t<E>>::max());
  if constexpr (Way::changes)
    x = static_cast<E>(number);
}

} // namespace detail

/// Hands a value of any type that travels to the way.
template <class Way, class T>
void pass(Way& with, T& x) {
  if constexpr (std::is_same_v<T, bool>) {
    with.flag(x);
  } else if constexpr (std::is_enum_v<T>) {
    detail::pass_enum(with, x);
  } else if constexpr (std::unsigned_integral<T>) {
    std::uint64_t number = x;
    with.number(number, std::numeric_limits<T>::max());
    if constexpr (Way::changes)
      x = static_cast<T>(number);
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    with.whole(x);
  } else if constexpr (std::is_same_v<T, instant>) {
    std::int64_t count = x.time_since_epoch().count();
    with.whole(count);
    if constexpr (Way::changes)
      x = instant{milliseconds{count}};
  } else if constexpr (std::is_same_v<T, std::string>) {
    with.text(x);
  } else if constexpr (is_list<T>) {
    with.list(x);
  } else if constexpr (std::is_same_v<T, row>) {
    with.any(x);
  } else if constexpr (std::is_same_v<T, printed_seats>) {
    with.pieces(x);
  } else {
    travel(with, x);
  }
}

} // namespace frontrow::wire
