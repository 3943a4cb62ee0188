package dev.recua.supervisor.server;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the message of a failed start tells a program. Pure.
final class StartFacts {
    /// The words of source 003 for a file that was looked for before the start.
    private static final String MISSING = "Model file does not exist: ";

    private static final Pattern OPENED = Pattern.compile("failed to open[^']*'([^']+)'");
    private static final Pattern WAITED =
            Pattern.compile("did not become ready in (\\d+(?:\\.\\d+)?)(ms|s)\\b");

    private StartFacts() {}

    /// The failure of a start whose model is not there.
    ///
    /// @param shown the file, as it is shown to people
    static StartFailure missing(String shown) {
        return new StartFailure(
                Cause.FILE_NOT_FOUND,
                MISSING + shown,
                "Check the path, or download the model.",
                Exit.NEVER_RAN,
                List.of());
    }

    /// The file that our own look or the engine's did not find.
    static Optional<String> fileMissing(StartFailure failure) {
        String message = failure.message();
        if (message.startsWith(MISSING)) return Optional.of(message.substring(MISSING.length()));
        Matcher opened = OPENED.matcher(message);
        return opened.find()
                ? Optional.of(ModelFile.shown(Path.of(opened.group(1))))
                : Optional.empty();
    }

    /// How long was waited, in seconds.
    static Optional<String> secondsWaited(StartFailure failure) {
        Matcher waited = WAITED.matcher(failure.message());
        if (!waited.find()) return Optional.empty();
        String number = waited.group(1);
        boolean millis = waited.group(2).equals("ms");
        return Optional.of(
                millis
                        ? new java.math.BigDecimal(number).movePointLeft(3).toPlainString()
                        : number);
    }
}
