#pragma once

#include "config/settings.hpp"
#include "config/text_shape.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace frontrow::config {

/// Where in `settings` an option's value lives; its type says how the value is written.
using member = std::variant<std::string& (*)(settings&), std::vector<std::string>& (*)(settings&),
                            bool& (*)(settings&), milliseconds& (*)(settings&),
                            std::uint16_t& (*)(settings&), std::uint32_t& (*)(settings&),
                            std::uint64_t& (*)(settings&)>;

/// How a variable that has a name of its own writes the value.
enum class writing { usual, plain_seconds, rust_log };

/// A variable known from elsewhere that an option listens to besides its own.
struct borrowed_variable {
  std::string_view name;
  writing form = writing::usual;
};

/// One row of the table: all there is to know about an option but its current value.
struct option {
  std::string_view name{}; // dotted; gives flag, variable and file key
  member in{};
  std::string_view help{};
  std::int64_t least = 0; // of numbers, and of durations in milliseconds
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool is_bytes = false;                     // written as 64KiB
  std::vector<std::string_view> choices{};   // all that a text may be; empty: any
  text_shape* shape = nullptr;               // of a text that is not empty, and of list entries
  std::vector<borrowed_variable> borrowed{}; // the first of them that is set counts
  /// Borrowed variables are looked at only when the option of this name is set.
  std::string_view borrowed_with{};
  bool is_secret = false; // never printed
};

/// Every option, in the order of help and documents.
const std::vector<option>& option_table();
const option* find_option(std::string_view name);

/// `--queue.tick`
std::string flag_of(const option&);
/// `FRONTROW_QUEUE_TICK`
std::string variable_of(const option&);

/// What may be written, in words: `10ms to 1m`, `sqlite, memory or postgres`.
std::string right_values(const option&);

/// Sets the value from a person's text. Gives what is wrong with it and what would be right, and
/// leaves the settings as they were, when it cannot.
[[nodiscard]] std::optional<std::string> set_value(const option&, std::string_view text, settings&);

/// The value as a person would write it, secrets in the clear.
std::string print_value(const option&, const settings&);

} // namespace frontrow::config
