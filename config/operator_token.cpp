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

/// The secret in this file of the data folder, which is made when there is none.
std::string keep_secret(const settings& how, const std::filesystem::path& path) {
  std::filesystem::create_directories(how.data);
  std::string secret;
  if (std::ifstream kept{path}; kept)
    std::getline(kept, secret);
  if (secret.empty()) {
    std::filesystem::remove(path);
    secret = random_hex();
    write_private(path, secret + '\n');
  }
  return secret;
}

} // namespace

std::string provide_operator_token(settings& how) {
  if (!how.operator_token.empty())
    return "from the settings";
  const auto path = std::filesystem::path{how.data} / "operator-token";
  how.operator_token = keep_secret(how, path);
  return path.string();
}

void provide_queue_secret(settings& how) {
  if (how.queue.secret.empty())
    how.queue.secret = keep_secret(how, std::filesystem::path{how.data} / "queue-secret");
}

} // namespace frontrow
