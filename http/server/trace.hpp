#pragma once

#include <cstdint>
#include <string_view>

/// The marks by which one request is found again: in the logs, at the client, at other services.
namespace frontrow::http {

/// 1 to 128 visible ASCII characters.
[[nodiscard]] bool is_request_id(std::string_view text);

/// A W3C `traceparent` of version 00 with ids that are not all zero.
[[nodiscard]] bool is_traceparent(std::string_view text);

/// The 32 digits that name the trace, of a sound `traceparent`.
[[nodiscard]] std::string_view trace_id(std::string_view traceparent);

/// Makes request ids: unique, not secret, 16 hexadecimal digits. One a thread.
class id_maker {
public:
  static constexpr std::size_t size = 16;

  id_maker();
  void make(char* into) noexcept;

private:
  std::uint64_t next_;
};

} // namespace frontrow::http
