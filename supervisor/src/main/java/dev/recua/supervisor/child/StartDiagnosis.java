package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the cause of a failed start from what the engine said. Pure.
///
/// llama-server ends with 1 for nearly everything, so the log decides: the first rule below that
/// any line matches names the cause. Lines as captured from 0.7.0 (build 11669) and, for memory,
/// architecture and libraries, from llama.cpp's sources.
public final class StartDiagnosis {

    private static final int LINE_CHARS = 400;

    /// `0.00.011.521 E `: minutes, seconds, milliseconds, microseconds, level.
    private static final Pattern PREFIX = Pattern.compile("^\\d+\\.\\d+\\.\\d+\\.\\d+ [A-Z] ");

    private StartDiagnosis() {}

    private record Rule(Cause cause, Pattern line, String next) {
        static Rule of(Cause cause, String regex, String next) {
            return new Rule(cause, Pattern.compile(regex), next);
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    Rule.of(
                            Cause.PORT_IN_USE,
                            "couldn't bind HTTP server socket.*",
                            "Free the port, or check the host name; the start is repeated with another port by itself."),
                    Rule.of(
                            Cause.UNKNOWN_FLAG,
                            "error: invalid argument: .*",
                            "Remove the argument from `args`, or use an engine that knows it (--engine PATH)."),
                    Rule.of(
                            Cause.BAD_VALUE,
                            "error while handling argument .*|error: argument has been removed.*",
                            "Correct the value in `args`."),
                    Rule.of(
                            Cause.MISSING_LIBRARY,
                            "error while loading shared libraries: .*|version `[^']+' not found.*|Library not loaded: .*",
                            "Install the library, or use another engine (--engine PATH)."),
                    Rule.of(
                            Cause.OUT_OF_MEMORY,
                            "cudaMalloc failed: out of memory.*|\\bout of memory\\b|ErrorOutOfDeviceMemory.*"
                                    + "|failed to allocate (?:buffer|compute|CPU|CUDA|\\w+ buffer).*|unable to allocate .*|std::bad_alloc.*",
                            "Lower `context` or `gpu-layers`, or unload another model."),
                    Rule.of(
                            Cause.NO_PERMISSION,
                            "failed to open GGUF file .*\\(Permission denied\\).*|: Permission denied",
                            "Make the file readable for the user that runs Recua."),
                    Rule.of(
                            Cause.FILE_NOT_FOUND,
                            "failed to open GGUF file .*|failed to open .*\\(No such file or directory\\).*",
                            "Check `file` of the model, or download it again."),
                    Rule.of(
                            Cause.UNKNOWN_ARCHITECTURE,
                            "unknown model architecture: .*|unknown architecture.*",
                            "Use a newer engine (--engine PATH): this one does not know the architecture."),
                    Rule.of(
                            Cause.BAD_VERSION,
                            "this GGUF file is version .*|GGUFv1 is no longer supported.*|bad GGUF version.*",
                            "Use an engine that reads this GGUF version, or convert the file again."),
                    Rule.of(
                            Cause.TRUNCATED,
                            "tensor '.*' data is not within the file bounds.*",
                            "The file is incomplete or damaged: download it again."),
                    Rule.of(
                            Cause.BAD_MAGIC,
                            "invalid magic characters: .*|failed to read magic.*",
                            "The file is no GGUF model: check `file` of the model, or download it again."),
                    Rule.of(
                            Cause.BAD_MODEL,
                            "error loading model: .*|failed to load model.*|failed to create_context with model.*",
                            "Read the log lines; the model may need a newer engine or other settings."));

    /// The cause of an end before the child was ready.
    ///
    /// @param model for the message
    /// @param exit  the end, with its last log lines
    public static StartFailure of(String model, Exit exit) {
        Optional<StartFailure> said = fromLog(model, exit);
        if (exit.code() == 137 && said.filter(f -> f.cause() != Cause.BAD_MODEL).isEmpty()) {
            return failure(
                    model,
                    exit,
                    Cause.KILLED,
                    "SIGKILL ended it",
                    "Usually the system ran out of memory (see the kernel log): lower `context` or unload another model.");
        }
        return said.orElseGet(() -> unexplained(model, exit));
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
                "Raise `supervisor.start-timeout` if the disk is slow, else read the log.",
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

    private static Optional<StartFailure> fromLog(String model, Exit exit) {
        for (Rule rule : RULES) {
            for (String line : exit.lastLines()) {
                if (rule.line().matcher(cut(line)).find()) {
                    return Optional.of(failure(model, exit, rule.cause(), said(line), rule.next()));
                }
            }
        }
        return Optional.empty();
    }

    /// The line without the engine's time and level, short enough for one message.
    private static String said(String line) {
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
        boolean signal = exit.signal().isPresent();
        return failure(
                model,
                exit,
                signal ? Cause.CRASHED : Cause.EXITED,
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
