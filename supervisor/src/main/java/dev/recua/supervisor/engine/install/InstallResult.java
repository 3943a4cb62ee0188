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

    /// Nothing was installed, and nothing was left behind.
    ///
    /// @param wanted   what was asked for, in words
    /// @param attempts every source with its reason, in order
    record NotInstalled(String wanted, List<Attempt> attempts) implements InstallResult {
        public NotInstalled {
            attempts = List.copyOf(attempts);
        }

        /// What was tried, why each failed, and what to do.
        public String message() {
            return "No engine could be installed ("
                    + wanted
                    + "). Tried:"
                    + attempts.stream()
                            .map(a -> "\n  " + a.source() + ": " + a.reason())
                            .collect(Collectors.joining())
                    + "\nInstall llama.cpp yourself (brew install llama.cpp, apt install llama.cpp,"
                    + " winget install llama.cpp), or name a llama-server with --engine PATH.";
        }
    }
}
