// SPDX-License-Identifier: MIT
// A thread of its own waits for the signals, so that tidying up may do what no signal handler may.
#include "cli/interruption.h"

#include <csignal>
#include <set>
#include <system_error>
#include <thread>

#include <unistd.h>

namespace weald::interruption {
namespace {

struct State {
  std::mutex mutex{};
  std::set<std::string> files{};
  bool bar = false;
};

/// Never destroyed: a signal may come while the process already ends.
State& state() {
  static State* const one = new State;
  return *one;
}

[[noreturn]] void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  std::raise(signal);
  ::_exit(128 + signal);
}

void wait_for(const sigset_t& signals) {
  int signal = 0;
  while (sigwait(&signals, &signal) != 0) continue;
  const auto held = hold();  // to the end: nothing is made any more
  for (const std::string& file : state().files) ::unlink(file.c_str());
  constexpr char erase[] = "\r\x1b[K";
  if (state().bar && ::write(2, erase, sizeof erase - 1) < 0) ::_exit(128 + signal);
  end_by(signal);
}

}  // namespace

void tidy_up() {
  sigset_t signals, before;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction now {};
    if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN)
      sigaddset(&signals, signal);
  }
  // Every thread made from here on inherits the mask: only the one that waits gets them.
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  try {
    std::thread([signals] { wait_for(signals); }).detach();
  } catch (const std::system_error&) {  // no thread to be had: signals end the process at once
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
}

std::unique_lock<std::mutex> hold() { return std::unique_lock(state().mutex); }
void unfinished(const std::string& file) { state().files.insert(file); }
void finished(const std::string& file) { state().files.erase(file); }
void bar_is_shown(bool shown) { state().bar = shown; }

}  // namespace weald::interruption
