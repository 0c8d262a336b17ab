#include "console/operator_access.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace frontrow::console {

std::string operator_token_of(const std::string& given, const std::string& data) {
  if (!given.empty())
    return given;
  const auto path = std::filesystem::path{data} / "operator-token";
  std::string token;
  if (std::ifstream kept{path}; !std::getline(kept, token) || token.empty())
    throw std::runtime_error{"no operator token: give --operator_token, or --data where "
                             "the server keeps it (there is none in "
                             + path.string() + ")"};
  return token;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view plain
      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char byte : text) {
    if (plain.find(byte) != plain.npos) {
      out += byte;
      continue;
    }
    const auto code = static_cast<unsigned char>(byte);
    out += '%';
    out += digits[code >> 4];
    out += digits[code & 15];
  }
  return out;
}

} // namespace frontrow::console
