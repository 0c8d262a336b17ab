#pragma once

#include "persistence/sqlite/connection.hpp"

namespace frontrow::sqlite {

/// Checks the file, or makes it, and brings its schema up to date. Throws store_open_error for
/// what is not a sound database of this program, or a newer one's; such a file is left as it is.
void prepare_database(const std::filesystem::path& file);

/// A connection set up for the one writer.
connection open_for_writing(const std::filesystem::path& file);

} // namespace frontrow::sqlite
