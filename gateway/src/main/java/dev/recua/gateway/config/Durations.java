package dev.recua.gateway.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// Reads spans of time: `10m`, `300s`, `1500ms`, `1h`, `0`, `never`.
///
/// A whole number and one unit of `ms s m h`, no space. A number without a unit is refused, except
/// `0`.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]+)(ms|s|m|h)");
    private static final String HINT = "Write a whole number and a unit: 10m, 300s, 1500ms or 1h.";

    // Whoever uses it counts in nanoseconds at some point: they must fit.
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Durations() {}

    /// Reads a span that must be there.
    ///
    /// @return more than zero
    /// @throws BadValue also for `0` and `never`
    public static Duration positive(String text) {
        var duration = text.equals("never") ? Duration.ZERO : exact(text);
        if (duration.isZero()) throw new BadValue("must be more than 0, was " + text, HINT);
        return duration;
    }

    /// Reads a span, or that there is no limit.
    ///
    /// @return `Duration.ZERO` for `0`, `0s` … and `never`, which all mean: no such limit
    /// @throws BadValue for anything else that is no duration
    public static Duration orNever(String text) {
        return text.equals("never") ? Duration.ZERO : exact(text);
    }

    private static Duration exact(String text) {
        if (text.equals("0")) return Duration.ZERO;
        var match = FORM.matcher(text);
        if (!match.matches()) throw new BadValue("is no duration: " + text, hint(text));
        try {
            var duration = of(Long.parseLong(match.group(1)), match.group(2));
            if (duration.compareTo(LONGEST) <= 0) return duration;
        } catch (ArithmeticException | NumberFormatException _) {
            // not even a Duration can hold it: the same answer
        }
        throw new BadValue("is too long: " + text, HINT);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static String hint(String text) {
        if (text.startsWith("-")) return "A duration is never negative. " + HINT;
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? "It needs a unit: did you mean " + text + "s?" : HINT;
    }
}
