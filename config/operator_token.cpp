#include "config/operator_token.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

namespace frontrow {

namespace {

constexpr std::size_t token_bytes = 24;

std::string random_hex() {
  unsigned char bytes[token_bytes];
  if (getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes))
    throw std::runtime_error{"the system gives no random bytes"};
  constexpr auto digits = "0123456789abcdef";
  std::string hex;
  for (const auto b : bytes) {
    hex += digits[b >> 4];
    hex += digits[b & 15];
  }
  return hex;
}

/// Makes the file, which nobody else may read at any moment, durable with its content.
void write_private(const std::filesystem::path& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0)
    throw std::runtime_error{"cannot make " + path.string() + ": " + std::strerror(errno)};
  const bool is_written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size())
                          && fsync(file) == 0;
  close(file);
  if (is_written)
    return;
  std::filesystem::remove(path);
  throw std::runtime_error{"cannot write " + path.string()};
}

} // namespace

std::string provide_operator_token(settings& how) {
  if (!how.operator_token.empty())
    return "from the settings";
  const auto path = std::filesystem::path{how.data} / "operator-token";
  std::filesystem::create_directories(how.data);
  if (std::ifstream kept{path}; kept)
    std::getline(kept, how.operator_token);
  if (how.operator_token.empty()) {
    std::filesystem::remove(path);
    how.operator_token = random_hex();
    write_private(path, how.operator_token + '\n');
  }
  return path.string();
}

} // namespace frontrow
