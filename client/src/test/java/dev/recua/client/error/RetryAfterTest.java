package dev.recua.client.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");

    @ParameterizedTest
    @CsvSource({"7, 7000", "0, 0", "1.5, 1500", "' 3 ', 3000", "-5, 0", "99999999999, 2592000000"})
    void secondsAreSeconds(String value, long millis) {
        assertThat(RetryAfter.of(headers("Retry-After", value), NOW))
                .contains(Duration.ofMillis(millis));
    }

    @Test
    void aDateIsReadByTheServersOwnClock() {
        HttpHeaders headers =
                headers(
                        "Retry-After", "Fri, 20 Nov 2026 12:01:30 GMT",
                        "Date", "Fri, 20 Nov 2026 12:00:00 GMT");

        assertThat(RetryAfter.of(headers, NOW)).contains(Duration.ofSeconds(90));
    }

    @Test
    void aDateWithoutTheServersClockIsReadByOurs() {
        assertThat(RetryAfter.of(headers("Retry-After", "Fri, 20 Nov 2026 18:00:10 GMT"), NOW))
                .contains(Duration.ofSeconds(10));
    }

    @Test
    void aDateInThePastMeansNow() {
        assertThat(RetryAfter.of(headers("Retry-After", "Fri, 20 Nov 2026 17:00:00 GMT"), NOW))
                .contains(Duration.ZERO);
    }

    @Test
    void millisecondsBeatSeconds() {
        assertThat(RetryAfter.of(headers("retry-after-ms", "250", "Retry-After", "1"), NOW))
                .contains(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "NaN", "Infinity", "1e9", "5d", "0x10"})
    void whatCannotBeReadSaysNothing(String value) {
        assertThat(RetryAfter.of(headers("Retry-After", value), NOW)).isEqualTo(Optional.empty());
    }

    private static HttpHeaders headers(String... namesAndValues) {
        Map<String, List<String>> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }
}
