package dev.recua.supervisor.engine.io;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// What a [Command] did.
///
/// @param exit its exit code (on Unix 128 + n when signal n ended it); empty when it ran past its
///     limit and was ended by us
/// @param out  its standard output as UTF-8, cut at the command's bound
/// @param err  its standard error, likewise
/// @param took how long it ran
public record CommandResult(OptionalInt exit, String out, String err, Duration took) {
    /// True when it ended by itself with exit code 0.
    public boolean succeeded() {
        return exit.isPresent() && exit.getAsInt() == 0;
    }

    /// The last lines of both outputs that are not blank, standard error last, at most `count`.
    public List<String> lastLines(int count) {
        List<String> lines =
                (out + "\n" + err).lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
