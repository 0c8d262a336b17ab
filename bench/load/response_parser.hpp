#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace frontrow::load {

/// Reads HTTP/1.1 responses one after the other from the bytes of a connection. Only what a load
/// generator needs of them is looked at.
class response_parser {
public:
  enum class progress { more, complete, broken };

  progress feed(std::string_view bytes);
  /// Forgets the complete response and goes on with the bytes behind it.
  void next();
  /// Forgets everything: the connection is a new one.
  void reset();

  bool has_begun() const { return !bytes_.empty(); }

  // Of a complete response; the views live until `next` or `reset`.
  unsigned status() const { return status_; }
  std::string_view body() const { return body_; }
  /// Empty when absent; the name in lower case.
  std::string_view header(std::string_view name) const;
  bool keeps_alive() const;

private:
  progress read_head();
  progress read_chunks();

  std::string bytes_;
  std::string joined_; // the body, when it came in chunks
  std::size_t head_end_ = 0;
  std::size_t end_ = 0;
  std::size_t length_ = 0;
  bool is_chunked_ = false;
  unsigned status_ = 0;
  std::string_view body_;
};

} // namespace frontrow::load
