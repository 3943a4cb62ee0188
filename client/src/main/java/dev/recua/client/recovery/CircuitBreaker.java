package dev.recua.client.recovery;

import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The [Circuit] of one provider. Any thread.
public final class CircuitBreaker {
    private final AtomicReference<Circuit> circuit;
    private final InstantSource clock;

    /// A breaker that lets requests pass.
    public CircuitBreaker(Circuit.Limits limits, InstantSource clock) {
        this.circuit = new AtomicReference<>(Circuit.closed(limits));
        this.clock = clock;
    }

    /// Whether this request may pass. Who got true tells what came of it: [#answered],
    /// [#failed] or [#abandoned].
    public boolean admit() {
        while (true) {
            Circuit had = circuit.get();
            Optional<Circuit> has = had.admit(clock.instant());
            if (has.isEmpty()) return false;
            if (circuit.compareAndSet(had, has.get())) return true;
        }
    }

    /// The provider answered.
    public void answered() {
        circuit.updateAndGet(Circuit::answered);
    }

    /// The provider did not give an answer. A refusal that blames the request, the key or the model
    /// is an answer: the provider is well. A request that found no free connection never reached it
    /// and tells nothing.
    public void failed(LlmException failure) {
        if (isOurs(failure)) {
            abandoned();
            return;
        }
        Instant now = clock.instant();
        circuit.updateAndGet(it -> isItsFault(failure) ? it.failed(now) : it.answered());
    }

    /// The request that passed was given up by its caller.
    public void abandoned() {
        Instant now = clock.instant();
        circuit.updateAndGet(it -> it.abandoned(now));
    }

    /// When a request may pass again; empty when one may now.
    public Optional<Instant> restsUntil() {
        return circuit.get().restsUntil(clock.instant());
    }

    /// Where it is.
    public Circuit circuit() {
        return circuit.get();
    }

    private static boolean isOurs(LlmException failure) {
        return failure instanceof LlmException.TimedOut late
                && late.waitedFor() == Happened.Phase.PLACE_IN_POOL;
    }

    private static boolean isItsFault(LlmException failure) {
        return switch (failure.type()) {
            case CONNECTION_ERROR,
                    SERVER_ERROR,
                    SERVER_OVERLOADED,
                    TIMEOUT_ERROR,
                    STREAMING_ERROR,
                    MODEL_LOADING ->
                    true;
            case AUTHENTICATION_ERROR, MODEL_NOT_FOUND, CONTEXT_OVERFLOW, INVALID_REQUEST -> false;
        };
    }
}
