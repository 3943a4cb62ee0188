package dev.recua.client.provider;

import dev.recua.client.LlmClient;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.recovery.CircuitBreaker;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One provider among those that a [FallbackClient] may ask: its client, and whether it is left
/// alone
/// for now. Any thread.
final class Seat {
    private final LlmClient client;
    private final Health health;

    /// What is known of a provider's health, shared by everything that asks it.
    record Health(CircuitBreaker breaker, AtomicReference<@Nullable LlmException> last) {
        static Health of(CircuitBreaker breaker) {
            return new Health(breaker, new AtomicReference<>());
        }

        void failed(LlmException failure) {
            last.set(failure);
            breaker.failed(failure);
        }

        Optional<LlmException> lastFailure() {
            return Optional.ofNullable(last.get());
        }
    }

    Seat(LlmClient client, Health health) {
        this.client = client;
        this.health = health;
    }

    ProviderType provider() {
        return client.provider();
    }

    LlmClient client() {
        return client;
    }

    Health health() {
        return health;
    }

    /// Why it is not to be asked now; empty when it may be, and then its answer must be told.
    Optional<ProviderError> refused() {
        if (health.breaker().admit()) return Optional.empty();
        Instant until = health.breaker().restsUntil().orElse(Instant.EPOCH);
        return Optional.of(ProviderError.resting(provider(), until, health.lastFailure()));
    }
}
