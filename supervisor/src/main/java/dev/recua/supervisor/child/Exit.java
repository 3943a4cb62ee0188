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

    /// How Windows names the code, when it ended the process itself: `STATUS_DLL_NOT_FOUND`.
    ///
    /// The names of ntstatus.h. llama-server's own abort shows as `STATUS_STACK_BUFFER_OVERRUN`
    /// (ggml-org/llama.cpp#27456).
    public Optional<String> windowsStatus() {
        return switch (code) {
            case 0xC0000005 -> Optional.of("STATUS_ACCESS_VIOLATION");
            case 0xC0000017 -> Optional.of("STATUS_NO_MEMORY");
            case 0xC000001D -> Optional.of("STATUS_ILLEGAL_INSTRUCTION");
            case 0xC000007B -> Optional.of("STATUS_INVALID_IMAGE_FORMAT");
            case 0xC0000094 -> Optional.of("STATUS_INTEGER_DIVIDE_BY_ZERO");
            case 0xC00000FD -> Optional.of("STATUS_STACK_OVERFLOW");
            case 0xC000012D -> Optional.of("STATUS_COMMITMENT_LIMIT");
            case 0xC0000135 -> Optional.of("STATUS_DLL_NOT_FOUND");
            case 0xC0000139 -> Optional.of("STATUS_ENTRYPOINT_NOT_FOUND");
            case 0xC000013A -> Optional.of("STATUS_CONTROL_C_EXIT");
            case 0xC0000142 -> Optional.of("STATUS_DLL_INIT_FAILED");
            case 0xC0000374 -> Optional.of("STATUS_HEAP_CORRUPTION");
            case 0xC0000409 -> Optional.of("STATUS_STACK_BUFFER_OVERRUN");
            default -> Optional.empty();
        };
    }

    /// `exit 1`, `exit 137 (SIGKILL)` or `exit 0xC0000135 (STATUS_DLL_NOT_FOUND)`.
    public String describe() {
        if (code == NEVER_RAN) return "never ran";
        if (code == NOT_OURS) return asked ? "let go" : "ended, how is not known";
        if (windowsStatus().isPresent())
            return "exit 0x%08X (%s)".formatted(code, windowsStatus().orElseThrow());
        return "exit " + code + signal().map(name -> " (" + name + ")").orElse("");
    }
}
