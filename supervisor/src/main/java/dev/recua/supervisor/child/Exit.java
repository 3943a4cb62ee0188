package dev.recua.supervisor.child;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a child ended.
///
/// @param code      exit code; 128 + n when signal n ended it; [#NEVER_RAN] when no process came
///     to be, [#NOT_OURS] when the process was none of ours
/// @param asked     whether we had asked it to end: then a code other than 0 is no crash
///     (llama-server ends with 1 at the second SIGTERM)
/// @param at        when it was seen to have ended
/// @param after     how long it ran
/// @param lastLines its last log lines, secrets masked
public record Exit(int code, boolean asked, Instant at, Duration after, List<String> lastLines) {

    /// The code of a child that could not be executed at all.
    public static final int NEVER_RAN = -1;

    /// The code of a server that we did not start: how it ended is not known, and when it was asked
    /// to end it was only let go.
    public static final int NOT_OURS = -2;

    public Exit {
        lastLines = List.copyOf(lastLines);
    }

    /// Whether it ended by itself, however politely.
    public boolean isCrash() {
        return !asked;
    }

    /// The signal that ended it, as far as the code tells.
    public Optional<String> signal() {
        return switch (code) {
            case 129 -> Optional.of("SIGHUP");
            case 130 -> Optional.of("SIGINT");
            case 132 -> Optional.of("SIGILL");
            case 134 -> Optional.of("SIGABRT");
            case 135 -> Optional.of("SIGBUS");
            case 136 -> Optional.of("SIGFPE");
            case 137 -> Optional.of("SIGKILL");
            case 139 -> Optional.of("SIGSEGV");
            case 143 -> Optional.of("SIGTERM");
            default -> Optional.empty();
        };
    }

    /// `exit 1` or `exit 137 (SIGKILL)`.
    public String describe() {
        if (code == NEVER_RAN) return "never ran";
        if (code == NOT_OURS) return asked ? "let go" : "ended, how is not known";
        return "exit " + code + signal().map(name -> " (" + name + ")").orElse("");
    }
}
