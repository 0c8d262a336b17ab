#include "cluster/transport/frames.hpp"
#include "cluster/wire/codec.hpp"

#include <cstdint>
#include <cstdlib>

using namespace frontrow;

namespace {

/// Whatever is understood is said again in a way that is understood the same.
template <class T>
void read_and_write(std::string_view bytes) {
  const auto read = wire::read<T>(bytes);
  if (!read)
    return;
  const auto written = wire::write(*read);
  const auto again = wire::read<T>(written);
  if (!again || wire::write(*again) != written)
    std::abort();
}

template <class... Calls>
void read_as(std::uint8_t which, std::string_view bytes, wire::list_of<Calls...>) {
  std::uint8_t at = 0;
  ((at++ == which ? read_and_write<typename Calls::message>(bytes) : void()), ...);
  ((at++ == which ? read_and_write<typename Calls::answer>(bytes) : void()), ...);
}

void gather(std::string_view bytes) {
  frame_gatherer heard;
  heard.allow(4'096);
  while (!bytes.empty()) {
    const auto size = std::min<std::size_t>(bytes.size(), 7);
    heard.add(bytes.substr(0, size));
    bytes.remove_prefix(size);
    while (const auto found = heard.next())
      if (const auto read = parse_frame(*found))
        print_frame(*read);
  }
}

} // namespace

/// The first byte says what the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0)
    return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  if (data[0] == 0xff)
    gather(bytes);
  else
    read_as(data[0], bytes, wire::all_calls{});
  return 0;
}
