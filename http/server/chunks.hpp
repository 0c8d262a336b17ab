#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace frontrow::http {

/// Takes the framing out of a chunked body, in place and as it comes. Chunk extensions and trailers
/// are read over, and have a limit like everything.
class chunk_decoder {
public:
  enum class state : std::uint8_t { more, done, bad };

  struct progress {
    std::size_t consumed = 0; // of the given bytes
    std::size_t produced = 0; // now at the place given for the body
    state is = state::more;
  };

  /// Reads `raw` and moves what belongs to the body to `body`, which may be the same memory or
  /// lie before it.
  progress decode(std::span<const char> raw, char* body);

private:
  enum class expects : std::uint8_t {
    size,
    extension,
    size_end,
    data,
    data_cr,
    data_lf,
    trailer_begin,
    trailer,
    trailer_lf,
    end_lf,
    nothing,
  };

  bool take_framing(char c);
  bool take_size(char c);

  expects next_ = expects::size;
  std::uint8_t digits_ = 0;
  std::uint64_t left_ = 0;   // of the chunk
  std::size_t overhead_ = 0; // of extensions and trailers
};

} // namespace frontrow::http
