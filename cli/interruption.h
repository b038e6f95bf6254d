// SPDX-License-Identifier: MIT
// What Ctrl-C and its like leave behind: nothing. No half-written file, no bar on the terminal.
#pragma once

#include <mutex>
#include <string>

namespace weald::interruption {

/// From now on SIGINT, SIGTERM and SIGHUP first remove the unfinished files and erase the bar, then
/// end the process as they always do (a shell says 130 after Ctrl-C). One that is ignored, as under
/// nohup, stays so. Called once, by main, before there is a second thread.
void tidy_up();

/// While it is held no signal ends the process: for making a file and saying so in one step. Short.
std::unique_lock<std::mutex> hold();

/// A file that is removed if the process is interrupted, and no longer; hold() meanwhile.
void unfinished(const std::string& file);
void finished(const std::string& file);

/// Whether a bar stands on the terminal (standard error); hold() meanwhile.
void bar_is_shown(bool shown);

}  // namespace weald::interruption
