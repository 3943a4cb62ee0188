package dev.recua.client.provider;

import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.recovery.Recovered;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.Recovery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// One request's way from provider to provider. For the one thread that sends it.
final class Round {
    private final List<Seat> seats;
    private final Iterator<Seat> left;
    private final List<ProviderError> errors = new ArrayList<>();

    /// @param barred why others are never asked
    Round(List<Seat> seats, List<ProviderError> barred) {
        this.seats = seats;
        this.left = seats.iterator();
        errors.addAll(barred);
    }

    /// Whom to ask next.
    ///
    /// @throws LlmException when nobody is left: the first failure, with a [NoProvider] that tells
    ///     all of them among its suppressed exceptions
    Seat next() {
        while (left.hasNext()) {
            Seat seat = left.next();
            Optional<ProviderError> refused = seat.refused();
            if (refused.isEmpty()) return seat;
            errors.add(refused.get());
        }
        throw exhausted();
    }

    /// It failed, which its health was told of: returns when the next one may be asked.
    ///
    /// @throws LlmException the failure itself, when another provider is no help
    void failed(Seat seat, LlmException failure) {
        errors.add(ProviderError.failed(seat.provider(), failure));
        if (!movesOn(failure)) throw failure;
    }

    /// The request as this provider is asked it. A model of another provider's is asked for only
    /// where this one has it; else it is this one's current model.
    ChatRequest forSeat(ChatRequest request, Seat seat) throws InterruptedException {
        String named = Optional.ofNullable(request.model()).orElse("");
        if (named.isEmpty() || seat.equals(seats.getFirst())) return request;
        List<String> offered = seat.client().availableModels();
        if (offered.contains(named)) return request;
        String current = seat.client().currentModel();
        if (!current.isEmpty()) return request.withModel(current);
        return offered.isEmpty() ? request : request.withModel(offered.getFirst());
    }

    /// What is told with an answer of this provider: nothing when it is the first one, else that it
    /// answered in another's place, before what its own client told.
    List<Recovery> told(Seat seat, List<? extends Recovery> own) {
        List<Recovery> told = new ArrayList<>();
        if (!seat.equals(seats.getFirst())) told.add(instead(seat));
        told.addAll(own);
        return List.copyOf(told);
    }

    private Recovered instead(Seat seat) {
        List<ProviderError> asked = errors.stream().filter(it -> it.failure().isPresent()).toList();
        ErrorType after =
                asked.isEmpty()
                        ? ErrorType.CONNECTION_ERROR
                        : asked.getLast().errorType().orElse(ErrorType.CONNECTION_ERROR);
        String others =
                String.join(
                        "; ",
                        asked.stream()
                                .map(it -> it.provider().label() + ": " + it.cause())
                                .toList());
        return new Recovered(
                after,
                Recovered.Action.USED_OTHER_PROVIDER,
                "asked %s instead (%s)".formatted(seat.provider().label(), others));
    }

    /// What all of them said.
    private LlmException exhausted() {
        LlmException first =
                errors.stream()
                        .flatMap(it -> thrown(it).stream())
                        .findFirst()
                        .orElseThrow(() -> new NoProvider(errors));
        first.addSuppressed(new NoProvider(errors));
        return first;
    }

    /// The failure of a provider that is left alone is an earlier request's, and others meet it,
    /// too.
    private static Optional<LlmException> thrown(ProviderError error) {
        return error.type() == ProviderError.Type.RESTING
                ? error.failure().map(LlmException::anew)
                : error.failure();
    }

    /// Whether another provider may have what this one has not. What is wrong with the request
    /// itself, or too long, is the caller's to mend.
    private static boolean movesOn(LlmException failure) {
        return switch (failure.type()) {
            case INVALID_REQUEST, CONTEXT_OVERFLOW -> false;
            case CONNECTION_ERROR,
                    AUTHENTICATION_ERROR,
                    MODEL_NOT_FOUND,
                    SERVER_OVERLOADED,
                    TIMEOUT_ERROR,
                    STREAMING_ERROR,
                    MODEL_LOADING,
                    SERVER_ERROR ->
                    true;
        };
    }
}
