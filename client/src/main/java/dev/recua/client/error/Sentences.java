package dev.recua.client.error;

import java.time.Duration;

/// The messages of [LlmException]s: who, what, and then the next step.
final class Sentences {
    private static final String POOL = "Connection pool timeout";

    private Sentences() {}

    /// Nobody is there.
    static String absent(Place place, String reason, String next) {
        String nobody =
                switch (place.provider()) {
                    case RECUA -> "No gateway answers";
                    case OPENROUTER -> "OpenRouter does not answer";
                    case OPENAI_COMPATIBLE -> "No server answers";
                    case LLAMA_CPP, OLLAMA -> place.fill("No {server} answers");
                };
        return "%s at %s: %s %s".formatted(nobody, place.base(), ended(reason), next);
    }

    /// Somebody is there, and the connection gave no answer.
    static String broken(Place place, String reason, String next) {
        return "The connection to %s ended before an answer came (%s). %s"
                .formatted(place.base(), reason, next);
    }

    static String refused(Place place, int status, String said, String next) {
        return "%s at %s answered %d to %s: %s %s"
                .formatted(
                        place.provider().label(),
                        place.base(),
                        status,
                        place.path(),
                        ended(said),
                        next);
    }

    static String brokenOff(Place place, String said, String next) {
        return "%s at %s broke its answer off: %s %s"
                .formatted(place.provider().label(), place.base(), ended(said), next);
    }

    static String silent(Place place, String reason, String next) {
        // The row R-002-84 fixes the words for a pool that is full.
        return reason.startsWith(POOL)
                ? "%s %s (%s)".formatted(ended(reason), next, place.base())
                : "%s: %s %s".formatted(place.whole(), ended(reason), next);
    }

    static String cutShort(Place place, String reason, String next) {
        return "The answer of %s stopped before its end: %s %s"
                .formatted(place.whole(), ended(reason), next);
    }

    static String notTheRoute(Place place, int status, String type, String what, String next) {
        return "%s answered %d with Content-Type %s, which is no answer of its API: %s %s"
                .formatted(place.whole(), status, type, ended(what), next);
    }

    /// What did not come, and how long it was waited for.
    static String late(Happened.Phase waitedFor, Duration limit) {
        String in = " within " + duration(limit);
        return switch (waitedFor) {
            case CONNECTION -> "no connection" + in;
            case PLACE_IN_POOL -> POOL + ": no connection became free" + in;
            case ANSWER -> "no whole answer" + in;
            case NEXT_EVENT -> "nothing more of the stream" + in;
        };
    }

    /// Such as `30 s`, `1.5 s` or `300 ms`.
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) return millis + " ms";
        return millis % 1000 == 0
                ? millis / 1000 + " s"
                : millis / 1000 + "." + millis % 1000 / 100 + " s";
    }

    private static String ended(String said) {
        return said.matches("(?s).*[.!?…]") ? said : said + ".";
    }
}
