package dev.recua.supervisor.service;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.List;
import java.util.Optional;

/// Puts into words why a service is not ready, where nobody else did. Pure.
final class Trouble {
    private static final int LINE_CHARS = 400;

    private Trouble() {}

    /// It ended by itself.
    static StartFailure ended(String name, Optional<Exit> exit) {
        return exit.map(known -> ended(name, known))
                .orElseGet(
                        () ->
                                new StartFailure(
                                        Cause.EXITED,
                                        name + " ended; how is not known",
                                        "Look at its own log.",
                                        Exit.NEVER_RAN,
                                        List.of()));
    }

    private static StartFailure ended(String name, Exit exit) {
        StringBuilder message =
                new StringBuilder(name)
                        .append(" ended by itself after ")
                        .append(exit.after().toMillis() / 1000.0)
                        .append(" s: ")
                        .append(exit.describe());
        if (!exit.lastLines().isEmpty())
            message.append(", last log: \"")
                    .append(clipped(exit.lastLines().getLast()))
                    .append('"');
        return new StartFailure(
                causeOf(exit),
                message.toString(),
                causeOf(exit) == Cause.KILLED
                        ? "Something killed it, perhaps the system for want of memory: take a smaller context."
                        : "Read its last log lines; if they do not help, try another engine.",
                exit.code(),
                exit.lastLines());
    }

    /// Somebody found that it works no more.
    static StartFailure hung(String name, String why, List<String> log) {
        return new StartFailure(
                Cause.KILLED,
                name + " hung: " + why,
                "Read its last log lines; if it only was slow, allow it more time.",
                Exit.NEVER_RAN,
                log);
    }

    /// It was told to end before it was ready.
    static StartFailure stopped(String name) {
        return new StartFailure(
                Cause.STOPPED,
                name + " was stopped before it was ready",
                "Start it again.",
                Exit.NEVER_RAN,
                List.of());
    }

    /// The same failure, with how often it was tried again.
    static StartFailure givenUp(StartFailure last, int retries) {
        if (retries == 0) return last;
        return new StartFailure(
                last.cause(),
                last.message() + (retries == 1 ? " (1 retry)" : " (" + retries + " retries)"),
                last.next(),
                last.exitCode(),
                last.log());
    }

    private static Cause causeOf(Exit exit) {
        if (exit.signal().isEmpty()) return Cause.EXITED;
        return exit.code() == 137 ? Cause.KILLED : Cause.CRASHED;
    }

    private static String clipped(String line) {
        return line.length() <= LINE_CHARS ? line : line.substring(0, LINE_CHARS) + "…";
    }
}
