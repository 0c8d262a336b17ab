#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace frontrow::console {

/// The terminal that this process has: shows whole screens, and hears single keys. Left as it was
/// found, whatever happens.
class terminal {
public:
  /// Throws std::runtime_error where input or output is no terminal.
  terminal();
  terminal(const terminal&) = delete;
  terminal& operator=(const terminal&) = delete;
  ~terminal();

  std::size_t rows() const;
  std::size_t columns() const;

  /// Replaces what is shown. Lines must be printable; what has no room is cut off. The first is
  /// shown as a heading.
  void show(const std::vector<std::string>& lines);

  /// The next byte that is typed; 0: none came in time, or the terminal's size changed; 4: nobody
  /// is there any more.
  char key(std::chrono::milliseconds patience);

private:
  struct mode;
  mode* before_;
};

} // namespace frontrow::console
