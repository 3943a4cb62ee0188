package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.Optional;

/// What an exit code alone tells of a failed start, where the log says nothing better. Pure.
///
/// Signals as 128 + n (POSIX shells and the JDK); the others are the NTSTATUS values with which
/// Windows ends a process.
record ExitCause(Cause cause, String what, String next) {

    private static final String LIBRARIES =
            "Install what the engine needs beside it (for CUDA its cudart package, else the "
                    + "Visual C++ runtime), or use another engine.";

    private static final String LESS_MEMORY =
            "Usually the system ran out of memory (see the kernel log): take a smaller "
                    + "context, or unload another model.";

    static Optional<ExitCause> of(int code) {
        return switch (code) {
            case 132, 0xC000001D -> Optional.of(illegalInstruction());
            case 137 -> Optional.of(new ExitCause(Cause.KILLED, "SIGKILL ended it", LESS_MEMORY));
            case 0xC0000135 -> Optional.of(library("a DLL that it needs is missing"));
            case 0xC0000139 -> Optional.of(library("a DLL that it needs is of another version"));
            case 0xC0000142 -> Optional.of(library("a DLL that it needs could not begin"));
            case 0xC000007B -> Optional.of(wrongPlatform());
            case 0xC0000017, 0xC000012D ->
                    Optional.of(
                            new ExitCause(
                                    Cause.OUT_OF_MEMORY,
                                    "Windows had no memory for it",
                                    "Unload another model, close other programs, or enlarge the page"
                                            + " file."));
            default -> Optional.empty();
        };
    }

    private static ExitCause illegalInstruction() {
        return new ExitCause(
                Cause.ILLEGAL_INSTRUCTION,
                "it used an instruction that this processor lacks",
                "Use a build for older processors.");
    }

    private static ExitCause library(String what) {
        return new ExitCause(Cause.MISSING_LIBRARY, what, LIBRARIES);
    }

    private static ExitCause wrongPlatform() {
        return new ExitCause(
                Cause.WRONG_PLATFORM,
                "it, or a DLL that it needs, is for another processor",
                "Install an engine for this machine.");
    }
}
