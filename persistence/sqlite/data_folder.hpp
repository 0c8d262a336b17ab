#pragma once

#include <filesystem>

namespace frontrow::sqlite {

/// The folder that holds a store, for this process alone while it lives. Made when missing,
/// readable by its owner only. Throws store_open_error when another server has it.
class data_folder {
public:
  explicit data_folder(const std::filesystem::path& where);
  data_folder(const data_folder&) = delete;
  data_folder& operator=(const data_folder&) = delete;
  ~data_folder();

  std::filesystem::path database() const { return where_ / "frontrow.db"; }

private:
  std::filesystem::path where_;
  int lock_ = -1;
};

} // namespace frontrow::sqlite
