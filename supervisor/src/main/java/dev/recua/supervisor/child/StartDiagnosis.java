package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the cause of a failed start from what the engine said and how it ended. Pure.
///
/// llama-server ends with 1 for nearly everything, so the log decides: the first of [#patterns]
/// that any line matches names the cause. Where the log gives none, the exit code may
/// ([ExitCause]); the words that end nearly every failed start come last.
public final class StartDiagnosis {

    private static final int LINE_CHARS = 400;

    /// `0.00.011.521 E `: minutes, seconds, milliseconds, microseconds, level.
    private static final Pattern PREFIX = Pattern.compile("^\\d+\\.\\d+\\.\\d+\\.\\d+ [A-Z] ");

    private static final List<StartPattern> PRECISE =
            Stream.of(
                            LaunchPatterns.SYSTEM,
                            LaunchPatterns.ADDRESS,
                            LaunchPatterns.ARGUMENTS,
                            MemoryPatterns.OUT_OF_MEMORY,
                            MemoryPatterns.GPU,
                            FilePatterns.FILES,
                            ModelPatterns.MODELS)
                    .flatMap(List::stream)
                    .toList();

    private static final List<StartPattern> VAGUE =
            Stream.of(ModelPatterns.GENERAL, MemoryPatterns.UNSURE).flatMap(List::stream).toList();

    private StartDiagnosis() {}

    /// All that is known, in the order in which it is tried.
    public static List<StartPattern> patterns() {
        return Stream.concat(PRECISE.stream(), VAGUE.stream()).toList();
    }

    /// The pattern that explains these lines of a log; empty when none does.
    public static Optional<StartPattern> pattern(List<String> lines) {
        return said(patterns(), lines).map(Said::pattern);
    }

    /// The cause of an end before the child was ready.
    ///
    /// @param model for the message
    /// @param exit  the end, with its last log lines
    public static StartFailure of(String model, Exit exit) {
        return fromLog(PRECISE, model, exit)
                .or(() -> fromCode(model, exit))
                .or(() -> fromLog(VAGUE, model, exit))
                .orElseGet(() -> unexplained(model, exit));
    }

    /// The cause of a start that took too long; the process may still run.
    public static StartFailure timeout(
            String model, long pid, ChildLimits limits, List<String> log) {
        String last = log.isEmpty() ? "no log line" : "last log: \"" + log.getLast() + "\"";
        return new StartFailure(
                Cause.TIMEOUT,
                model
                        + " did not become ready in "
                        + seconds(limits.start().toMillis())
                        + " (pid "
                        + pid
                        + ", "
                        + last
                        + ")",
                "Allow a start more time if the disk is slow, else read the log.",
                Exit.NEVER_RAN,
                log);
    }

    /// The start was given up because someone asked the child to end.
    public static StartFailure stopped(String model, Exit exit) {
        return failure(
                model,
                exit,
                Cause.STOPPED,
                "it was asked to stop while it started",
                "Ask for the model again.");
    }

    /// The system refused to execute `binary`, which is there and may be executed.
    ///
    /// @param why what it said, such as `Exec failed, error: 13 (Permission denied)`
    public static StartFailure notLaunched(String model, Path binary, String why) {
        LaunchError error = LaunchError.of(why);
        return new StartFailure(
                error.cause(),
                model + " did not start: " + binary + " could not be started: " + why,
                error.next(),
                Exit.NEVER_RAN,
                List.of());
    }

    private record Said(StartPattern pattern, String line) {}

    private static Optional<Said> said(List<StartPattern> patterns, List<String> lines) {
        for (StartPattern pattern : patterns) {
            for (String line : lines) {
                if (pattern.matches(cut(line))) return Optional.of(new Said(pattern, line));
            }
        }
        return Optional.empty();
    }

    private static Optional<StartFailure> fromLog(
            List<StartPattern> patterns, String model, Exit exit) {
        return said(patterns, exit.lastLines())
                .map(
                        said ->
                                failure(
                                        model,
                                        exit,
                                        said.pattern().cause(),
                                        plain(said.line()),
                                        said.pattern().next()));
    }

    private static Optional<StartFailure> fromCode(String model, Exit exit) {
        return ExitCause.of(exit.code())
                .map(known -> failure(model, exit, known.cause(), known.what(), known.next()));
    }

    /// The line without the engine's time and level, short enough for one message.
    private static String plain(String line) {
        return cut(PREFIX.matcher(line).replaceFirst("").strip());
    }

    private static String cut(String line) {
        return line.length() <= LINE_CHARS ? line : line.substring(0, LINE_CHARS);
    }

    private static StartFailure unexplained(String model, Exit exit) {
        String last =
                exit.lastLines().isEmpty()
                        ? "it said nothing"
                        : "last log: \"" + exit.lastLines().getLast() + "\"";
        boolean crashed = exit.signal().isPresent() || exit.windowsStatus().isPresent();
        return failure(
                model,
                exit,
                crashed ? Cause.CRASHED : Cause.EXITED,
                last,
                "Read the log lines of the engine.");
    }

    private static StartFailure failure(
            String model, Exit exit, Cause cause, String what, String next) {
        String message =
                model
                        + " did not start: "
                        + what
                        + " ("
                        + exit.describe()
                        + " after "
                        + seconds(exit.after().toMillis())
                        + ")";
        return new StartFailure(cause, message, next, exit.code(), exit.lastLines());
    }

    private static String seconds(long millis) {
        return millis < 1000
                ? millis + "ms"
                : millis % 1000 == 0
                        ? millis / 1000 + "s"
                        : millis / 1000 + "." + millis % 1000 / 100 + "s";
    }
}
