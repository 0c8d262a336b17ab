#include "supervisor/process.hpp"

#include <csignal>

#include <sys/resource.h>

namespace frontrow {

namespace {

sigset_t awaited_signals() {
  sigset_t all;
  sigemptyset(&all);
  for (const int each : {SIGINT, SIGTERM, SIGHUP})
    sigaddset(&all, each);
  return all;
}

} // namespace

void keep_signals() {
  const auto awaited = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

int await_signal() {
  const auto awaited = awaited_signals();
  int which = 0;
  while (sigwait(&awaited, &which) != 0)
    ;
  return which;
}

std::optional<std::uint64_t> raise_file_limit(std::uint64_t wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0)
    return {};
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur >= wanted)
    return {};
  return files.rlim_cur;
}

} // namespace frontrow
