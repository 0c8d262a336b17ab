#pragma once

#include <filesystem>

/// A note beside the database that an orderly stop left it whole, so that the next start need not
/// read all of it to know. It names the file's size, time and inode: a database that anybody has
/// touched since, or that is a copy, is none that the note speaks of.
namespace frontrow::sqlite {

/// Whether the note is there and speaks of this file as it is. The note is gone afterwards.
bool take_clean_mark(const std::filesystem::path& database);

/// To be called when nobody has the database open. Leaves no note while its log still holds
/// something; failing costs the next start its haste, and nothing more.
void leave_clean_mark(const std::filesystem::path& database);

} // namespace frontrow::sqlite
