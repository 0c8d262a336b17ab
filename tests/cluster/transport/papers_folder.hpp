#pragma once

#include "cluster/transport/tls_channel.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace frontrow::test {

/// A folder for certificates, gone with its test.
class papers_folder {
public:
  papers_folder() {
    auto name = (std::filesystem::temp_directory_path() / "papers_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw std::runtime_error{"no folder for certificates"};
    path_ = name;
  }
  ~papers_folder() { std::filesystem::remove_all(path_); }
  papers_folder(const papers_folder&) = delete;
  papers_folder& operator=(const papers_folder&) = delete;

  const std::string& path() const { return path_; }
  peer_papers of(const std::string& name) const {
    return {path_ + "/authority.pem", path_ + '/' + name + ".pem", path_ + '/' + name + ".key"};
  }

private:
  std::string path_;
};

} // namespace frontrow::test
