package dev.recua.gateway.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Diagnosis;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of looking at a server: the questions in their order up to the first that failed, and
/// what that failure means. This is what `--json` prints.
///
/// @param url       where
/// @param origin    who said so, such as `RECUA_URL`
/// @param well      whether every question was answered
/// @param checks    the questions
/// @param diagnosis of the one that failed; null when all is well
@JsonInclude(JsonInclude.Include.ALWAYS)
record Checkup(
        ProviderType provider,
        URI url,
        String origin,
        boolean well,
        List<Check> checks,
        @Nullable Diagnosis diagnosis,
        @JsonIgnore boolean absent) {
    /// One question.
    ///
    /// @param detail what was answered, or why nothing was
    record Check(String name, boolean passed, String detail) {}

    /// Asks.
    static Checkup of(ProviderType provider, Examined server, String origin, InstantSource clock)
            throws InterruptedException {
        var course = new Course(server, clock);
        try {
            course.run();
            return new Checkup(
                    provider, server.address(), origin, course.well, course.checks, null, false);
        } catch (LlmException failure) {
            course.checks.add(new Check(course.now, false, failure.reason()));
            return new Checkup(
                    provider,
                    server.address(),
                    origin,
                    false,
                    course.checks,
                    Diagnosis.of(failure),
                    isAbsent(failure));
        }
    }

    /// Whether nobody is there, or nobody who answers.
    private static boolean isAbsent(LlmException failure) {
        return (failure instanceof LlmException.ConnectionFailed it && !it.wasConnected())
                || (failure.type() == ErrorType.TIMEOUT_ERROR
                        && failure.target().getPath().endsWith("/health"));
    }

    /// The questions, one after the other.
    private static final class Course {
        private final Examined server;
        private final InstantSource clock;
        private final List<Check> checks = new ArrayList<>();
        private String now = "health";
        private boolean well = true;

        Course(Examined server, InstantSource clock) {
            this.server = server;
            this.clock = clock;
        }

        void run() throws InterruptedException {
            var begun = clock.instant();
            server.health();
            Duration took = Duration.between(begun, clock.instant());
            checks.add(new Check(now, true, "answers in " + took.toMillis() + " ms"));
            now = "models";
            List<String> models = server.models();
            checks.add(new Check(now, !models.isEmpty(), listed(models)));
            if (models.isEmpty()) {
                well = false;
                return;
            }
            now = "chat";
            String asked = models.getFirst();
            server.chat(asked);
            checks.add(new Check(now, true, asked + " answers"));
        }

        private static String listed(List<String> models) {
            if (models.isEmpty()) return "none, so nothing can be asked";
            List<String> some = models.subList(0, Math.min(5, models.size()));
            int more = models.size() - some.size();
            return String.join(", ", some) + (more > 0 ? " and %d more".formatted(more) : "");
        }
    }
}
