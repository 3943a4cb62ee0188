package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.InstalledEngine;
import java.util.List;
import java.util.stream.Collectors;

/// What an install gave.
public sealed interface InstallResult {
    /// It is in place and runs.
    ///
    /// @param alreadyThere true when nothing had to be done
    record Installed(InstalledEngine engine, boolean alreadyThere) implements InstallResult {}

    /// A source that was tried.
    ///
    /// @param source its name for a person
    /// @param reason why it gave nothing
    record Attempt(String source, String reason) {}

    /// Why nothing was installed.
    enum Why {
        /// No request may leave this machine.
        OFFLINE,
        /// Nobody makes a llama-server for this machine that could be installed.
        NO_PLATFORM,
        /// A source answered that there is no such version.
        NO_SUCH_VERSION,
        /// No source could be reached, or what it gave could not be used.
        FAILED
    }

    /// Nothing was installed, and nothing was left behind.
    ///
    /// @param why      the class of the reason
    /// @param wanted   what was asked for, in words
    /// @param attempts every source with its reason, in order
    /// @param there    with NO_SUCH_VERSION: versions that there are, the newest first, as far as
    ///     known
    record NotInstalled(Why why, String wanted, List<Attempt> attempts, List<String> there)
            implements InstallResult {
        public NotInstalled {
            attempts = List.copyOf(attempts);
            there = List.copyOf(there);
        }

        /// What was tried and why each failed, over several lines.
        public String reasons() {
            return "No engine could be installed ("
                    + wanted
                    + "). Tried:"
                    + attempts.stream()
                            .map(a -> "\n  " + a.source() + ": " + a.reason())
                            .collect(Collectors.joining());
        }

        /// What the user can do about it.
        public String advice() {
            return switch (why) {
                case OFFLINE ->
                        "Allow requests (RECUA_OFFLINE, offline in config.yaml), or name a"
                                + " llama-server with --engine PATH.";
                case NO_SUCH_VERSION ->
                        there.isEmpty()
                                ? "Without a version the newest is installed."
                                : "There are "
                                        + String.join(", ", there)
                                        + "; without a version the newest is installed.";
                case NO_PLATFORM, FAILED ->
                        "Install llama.cpp yourself (brew install llama.cpp, apt install llama.cpp,"
                                + " winget install llama.cpp), or name a llama-server with"
                                + " --engine PATH.";
            };
        }

        /// What was tried, why each failed, and what to do.
        public String message() {
            return reasons() + "\n" + advice();
        }
    }
}
