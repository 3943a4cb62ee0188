package dev.recua.client.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A [Patience] that has begun to run.
final class Deadline {
    private final Patience patience;
    private final long begun = System.nanoTime();

    Deadline(Patience patience) {
        this.patience = patience;
    }

    /// How long may be waited now, perhaps not at all any more; null for as long as it takes.
    @Nullable Duration left() {
        return switch (patience) {
            case Patience.Total total -> total.limit().minusNanos(System.nanoTime() - begun);
            case Patience.Silence silence -> silence.limit();
            case Patience.Endless endless -> null;
        };
    }

    /// What is said when it is over.
    String words() {
        return switch (patience) {
            case Patience.Total total -> "no whole answer within " + shown(total.limit());
            case Patience.Silence silence -> "nothing came for " + shown(silence.limit());
            case Patience.Endless endless -> "no answer";
        };
    }

    /// `30 s`, `1.5 s`, `200 ms`.
    static String shown(Duration limit) {
        long millis = limit.toMillis();
        if (millis < 1000) return millis + " ms";
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
    }
}
