#include "persistence/inspection/audit_actor.hpp"

#include "persistence/failure.hpp"

#include <caf/all.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace frontrow {

namespace {

/// How much of the file's end is read for its last lines.
constexpr std::streamoff tail_max = 1 << 20;

[[noreturn]] void fail(const audit_state& state, const char* what) {
  throw store_error{store_failure::unavailable, std::string{"the audit log "} + state.path.string()
                                                    + " cannot be " + what + ": "
                                                    + std::strerror(errno)};
}

/// Whether the last line was ended.
bool is_whole(int file) {
  const auto size = lseek(file, 0, SEEK_END);
  char last = '\n';
  return size <= 0 || pread(file, &last, 1, size - 1) != 1 || last == '\n';
}

void open_log(audit_state& state) {
  std::filesystem::create_directories(state.path.parent_path());
  state.file = open(state.path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (state.file < 0)
    fail(state, "opened");
}

bool append(audit_state& state, const std::string& line) {
  if (state.file < 0)
    open_log(state);
  const auto text = (is_whole(state.file) ? "" : "\n") + line + '\n';
  if (write(state.file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    fail(state, "written");
  if (fdatasync(state.file) != 0)
    fail(state, "flushed");
  return true;
}

std::vector<std::string> last_lines(const audit_state& state, std::uint32_t limit) {
  std::ifstream from{state.path, std::ios::binary | std::ios::ate};
  if (!from)
    return {};
  const auto size = static_cast<std::streamoff>(from.tellg());
  from.seekg(std::max<std::streamoff>(size - tail_max, 0));
  std::vector<std::string> lines;
  std::string line;
  if (size > tail_max)
    std::getline(from, line); // it began before
  while (std::getline(from, line))
    // A line that was cut short has no end.
    if (line.starts_with('{') && line.ends_with('}'))
      lines.push_back(line);
  std::ranges::reverse(lines);
  lines.resize(std::min<std::size_t>(lines.size(), limit));
  return lines;
}

} // namespace

audit_state::~audit_state() {
  if (file >= 0)
    close(file);
}

audit_actor::behavior_type keep_audit(audit_actor::stateful_pointer<audit_state> self,
                                      std::filesystem::path path) {
  self->state.path = std::move(path);
  return {
      [self](const write_audit& what) -> caf::result<bool> {
        return or_failure([&] { return append(self->state, what.line); });
      },
      [self](const read_audit& what) -> caf::result<std::vector<std::string>> {
        return or_failure([&] { return last_lines(self->state, what.limit); });
      },
  };
}

} // namespace frontrow
