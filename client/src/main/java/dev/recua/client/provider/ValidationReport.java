package dev.recua.client.provider;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What [Validation] found: source 002's four checks, in its order.
///
/// @param provider who was asked
/// @param base     where
/// @param checks   reachable, list of models, model, key
public record ValidationReport(ProviderType provider, URI base, List<Check> checks) {
    public ValidationReport {
        checks = List.copyOf(checks);
    }

    /// What is checked.
    public enum Subject {
        /// Somebody answers at the address.
        REACHABLE,
        /// The API is OpenAI's: `/v1/models` exists.
        MODELS_ROUTE,
        /// The configured model is there; without one, any is.
        MODEL_AVAILABLE,
        /// The key is accepted, or none is wanted.
        AUTHENTICATION
    }

    /// How a check ended.
    public enum Outcome {
        PASSED,
        FAILED,
        /// It could not be told, because a check before it failed or no cheap request tells it.
        UNKNOWN
    }

    /// One check.
    ///
    /// @param detail  what was found, in words; with the next step when it failed
    /// @param failure what was thrown, when something was
    public record Check(
            Subject subject, Outcome outcome, String detail, Optional<LlmException> failure) {}

    /// Whether nothing failed.
    public boolean isFine() {
        return checks.stream().noneMatch(it -> it.outcome() == Outcome.FAILED);
    }

    /// How this check ended.
    public Check of(Subject subject) {
        return checks.stream()
                .filter(it -> it.subject() == subject)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(subject + " was not checked"));
    }
}
