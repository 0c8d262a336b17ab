#pragma once

#include "actors/store/rows.hpp"
#include "persistence/postgres/arrays.hpp"

#include <string>
#include <vector>

/// The tables whose rows have versions, and how a row becomes parameters.
namespace frontrow::postgres {

enum class table : std::uint8_t {
  seat,
  reservation,
  wallet,
  ledger,
  booking,
  token,
  concert,
  schedule,
};
inline constexpr std::size_t table_count = 8;

struct column {
  const char* name;
  array::kind is;
};

/// `columns` begin with the key; a table that is written once has no version.
struct table_form {
  const char* name;
  std::size_t key_length;
  bool has_version;
  std::vector<column> columns;
};
const table_form& form_of(table);

/// Where a row stands. The second half of a one-column key is 0.
struct row_key {
  table in{};
  std::uint64_t first = 0;
  std::uint64_t second = 0;

  bool operator==(const row_key&) const = default;
};

/// What a row means to the store: where it stands, the version it makes, and whether it is the end
/// of what stands there. Rows that are written once make version 1.
struct row_wish {
  row_key where;
  std::uint64_t version = 0;
  bool is_end = false;
};

/// True for the rows of the tables above; then it is their wish.
bool wish_of(const row&, row_wish& wish);

/// Adds the row's columns to arrays of the table's form.
void add_columns(std::vector<array>& to, const row&);

std::string sections_blob(const std::vector<section_row>&);
std::vector<section_row> sections_in(std::string_view blob);

} // namespace frontrow::postgres
