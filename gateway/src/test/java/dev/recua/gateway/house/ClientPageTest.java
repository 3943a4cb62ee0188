package dev.recua.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.Reconnect;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.conversation.Settings;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.error.RecoveryStrategy;
import dev.recua.client.error.TroubleshootingGuide;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.llama.CompletionStream;
import dev.recua.client.monitor.LlamaCppMonitor;
import dev.recua.client.recovery.Backoff;
import dev.recua.client.recovery.Circuit;
import dev.recua.client.recovery.RecoveryPolicy;
import dev.recua.client.recovery.RetryBudget;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The error guide of `docs/client.md` is that of the code, and so are its numbers. A test of its
/// own runs the snippets.
class ClientPageTest {
    private static final URI LLAMA = URI.create("http://localhost:8080");
    private static final String PAGE = Repository.text(Repository.root().resolve("docs/client.md"));

    @Test
    void theTableOfRecoveriesIsThatOfTheCode() {
        List<String> rows =
                Arrays.stream(ErrorType.values()).map(ClientPageTest::recovery).toList();

        assertThat(PAGE.lines()).containsSubsequence(rows);
    }

    @Test
    void theGuideOfEachKindIsThatOfTheCode() {
        List<String> guide = new ArrayList<>();
        for (ErrorType type : ErrorType.values()) guide.addAll(guide(type));

        assertThat(PAGE.lines()).containsSubsequence(guide);
    }

    @Test
    void theNumbersAreThoseOfTheCode() {
        assertThat(PAGE.lines()).containsSubsequence(numbers());
    }

    private static String recovery(ErrorType type) {
        RecoveryStrategy strategy = RecoveryStrategy.of(type);
        String often =
                switch (strategy.backoff()) {
                    case UNTIL_READY -> "not counted";
                    case NONE, EXPONENTIAL ->
                            strategy.maxRetries() == 0 ? "–" : "" + strategy.maxRetries();
                };
        String backoff =
                strategy.retry()
                        ? strategy.backoff().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        : "–";
        String instead = strategy.fallbackAction().map(it -> "`" + it.wire() + "`").orElse("–");
        return "| `%s` | `%s` | %s | %s | %s |"
                .formatted(type, thrown(type), often, backoff, instead);
    }

    private static List<String> guide(ErrorType type) {
        var entry = TroubleshootingGuide.of(type, ProviderType.LLAMA_CPP, LLAMA);
        List<String> lines = new ArrayList<>();
        lines.add("### " + type);
        lines.add(
                "%s. The SDK says while it acts: “%s”"
                        .formatted(entry.description(), RecoveryStrategy.of(type).userMessage()));
        lines.add("Likely: " + String.join("; ", entry.causes()) + ".");
        entry.solutions().forEach(it -> lines.add("- " + it));
        return lines;
    }

    private static String thrown(ErrorType type) {
        Class<? extends LlmException> thrown =
                switch (type) {
                    case CONNECTION_ERROR -> LlmException.ConnectionFailed.class;
                    case AUTHENTICATION_ERROR -> LlmException.AuthenticationFailed.class;
                    case MODEL_NOT_FOUND -> LlmException.ModelNotFound.class;
                    case CONTEXT_OVERFLOW -> LlmException.ContextOverflow.class;
                    case SERVER_OVERLOADED -> LlmException.ServerOverloaded.class;
                    case INVALID_REQUEST -> LlmException.InvalidRequest.class;
                    case TIMEOUT_ERROR -> LlmException.TimedOut.class;
                    case STREAMING_ERROR -> LlmException.StreamBroken.class;
                    case MODEL_LOADING -> LlmException.ModelLoading.class;
                    case SERVER_ERROR -> LlmException.ServerFailed.class;
                };
        return "LlmException." + thrown.getSimpleName();
    }

    private static List<String> numbers() {
        ProviderConfig config = ProviderConfig.of(ProviderType.LLAMA_CPP, LLAMA);
        RecoveryPolicy policy = RecoveryPolicy.of(config);
        RetryBudget budget = RetryBudget.usual(Instant.EPOCH);
        Backoff backoff = Backoff.USUAL;
        Circuit.Limits circuit = Circuit.Limits.USUAL;
        ConnectionPool.Limits pool = ConnectionPool.Limits.DEFAULT;
        Reconnect events = Reconnect.DEFAULT;
        return List.of(
                row("a whole answer, or the silence in a stream", seconds(config.timeout())),
                row("retries of one request, all kinds together", config.maxRetries()),
                row("first wait of the backoff", seconds(backoff.first())),
                row("longest wait of the backoff", seconds(backoff.cap())),
                row("jitter of the backoff", "± %.0f %%".formatted(backoff.jitter() * 100)),
                row("longest `Retry-After` that is kept", seconds(policy.longestRetryAfter())),
                row("between two looks at a loading model", seconds(policy.poll())),
                row("longest wait for a loading model", seconds(policy.modelWait())),
                row("retry budget of a client", "%.0f".formatted(budget.most())),
                row("one retry comes back after", seconds(budget.refill())),
                row("retries that an answer gives back", budget.perAnswer()),
                row("failures in a row that rest a provider", circuit.failures()),
                row("it rests first", seconds(circuit.first())),
                row("it rests at most", seconds(circuit.longest())),
                row("connections to one base URL", pool.maxConnections()),
                row("wait for a free connection", seconds(pool.connectionTimeout())),
                row("an idle connection is kept at most", seconds(pool.maxIdleTime())),
                row("between two health checks", seconds(LlamaCppMonitor.DEFAULT_INTERVAL)),
                row("one health check", seconds(LlamaCppMonitor.PROBE_TIMEOUT)),
                row("health checks that are remembered", LlamaCppMonitor.HISTORY),
                row("silence in a native completion stream", seconds(CompletionStream.SILENCE)),
                row("rounds of tools for one question", Settings.DEFAULT_MAX_ROUNDS),
                row("reconnects of a subscription", events.attempts()),
                row("between two reconnects", seconds(events.first(), events.most())));
    }

    private static String row(String what, Object value) {
        return "| %s | %s |".formatted(what, value);
    }

    private static String seconds(Duration first, Duration last) {
        return "%d to %d s".formatted(first.toSeconds(), last.toSeconds());
    }

    private static String seconds(Duration length) {
        return length.toSeconds() + " s";
    }
}
