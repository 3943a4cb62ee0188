package dev.recua.client.error;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/// How long a server wants to be left alone: `retry-after-ms` (OpenAI's), else `Retry-After` in
/// seconds, also with a fraction, or as a date
/// ([RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#name-retry-after)).
final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,9})?");

    /// 30 days, in nanoseconds: more is no wait any more, and must not overflow.
    private static final double LONGEST = 30 * 86_400e9;

    private RetryAfter() {}

    /// The wait that these headers ask for.
    ///
    /// @param now by our clock; a date is read by the server's own `Date` where it sent one, since
    ///     the two clocks may differ by more than the wait
    /// @return never negative; empty when the server says nothing that can be read
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        Optional<Duration> millis =
                headers.firstValue("retry-after-ms").flatMap(it -> number(it, 1_000_000));
        return millis.or(
                () -> headers.firstValue("Retry-After").flatMap(it -> of(it, headers, now)));
    }

    private static Optional<Duration> of(String value, HttpHeaders headers, Instant now) {
        Optional<Duration> seconds = number(value, 1_000_000_000L);
        if (seconds.isPresent()) return seconds;
        Instant from = headers.firstValue("Date").flatMap(RetryAfter::date).orElse(now);
        return date(value).map(until -> notNegative(Duration.between(from, until)));
    }

    private static Optional<Duration> number(String value, long nanosEach) {
        if (!NUMBER.matcher(value.strip()).matches()) return Optional.empty();
        double nanos = Double.parseDouble(value.strip()) * nanosEach;
        return Optional.of(notNegative(Duration.ofNanos(Math.round(Math.min(nanos, LONGEST)))));
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
