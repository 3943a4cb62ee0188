package dev.recua.client.provider;

import dev.recua.client.Capabilities;
import dev.recua.client.ChatStream;
import dev.recua.client.LlmClient;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A client that asks the next provider when one fails: for every request anew, in the order of the
/// factory, by its rule for prompts, and only before anything of an answer was given. Each
/// provider's own recovery comes first; one that fails several times in a row is left alone for a
/// while.
///
/// The answer says who gave it in another's place (`recoveries()`). When nobody answers, the first
/// provider's failure is thrown, with a [NoProvider] among its suppressed exceptions that tells all
/// of them. What is wrong with the request itself, or too long, moves to nobody else.
///
/// [#provider], [#base], [#capabilities], [#currentModel], [#contextSize] and [#availableModels]
/// are
/// those of the provider that answered last, before that of the first. Only chats move on: a vector
/// of another model means nothing beside those that are there, so [#embed] asks the first provider
/// alone. Any thread; closing it closes every provider's client.
public final class FallbackClient implements LlmClient {
    private final List<Seat> seats;
    private final List<ProviderError> barred;
    private volatile Seat answering;

    /// @param seats  at least one, in order
    /// @param barred why others are never asked
    FallbackClient(List<Seat> seats, List<ProviderError> barred) {
        this.seats = List.copyOf(seats);
        this.barred = List.copyOf(barred);
        this.answering = this.seats.getFirst();
    }

    /// Who may be asked, in order.
    public List<ProviderType> providers() {
        return seats.stream().map(Seat::provider).toList();
    }

    /// Why others are never asked.
    public List<ProviderError> notAsked() {
        return barred;
    }

    @Override
    public ProviderType provider() {
        return answering.provider();
    }

    @Override
    public URI base() {
        return answering.client().base();
    }

    @Override
    public Capabilities capabilities() {
        return answering.client().capabilities();
    }

    /// Looks around at the first provider that is there.
    @Override
    public CompletableFuture<Void> initialize() {
        return initialize(new Round(seats, barred));
    }

    private CompletableFuture<Void> initialize(Round round) {
        Seat seat;
        try {
            seat = round.next();
        } catch (RuntimeException nobody) {
            return CompletableFuture.failedFuture(nobody);
        }
        return seat.client()
                .initialize()
                .thenRun(() -> found(seat))
                .exceptionallyCompose(failed -> nextAfter(round, seat, failed));
    }

    private void found(Seat seat) {
        seat.health().breaker().answered();
        answering = seat;
    }

    private CompletableFuture<Void> nextAfter(Round round, Seat seat, Throwable failed) {
        if (!(Thrown.below(failed) instanceof LlmException failure)) {
            seat.health().breaker().abandoned();
            return CompletableFuture.failedFuture(Thrown.below(failed));
        }
        seat.health().failed(failure);
        try {
            round.failed(seat, failure);
        } catch (LlmException end) {
            return CompletableFuture.failedFuture(end);
        }
        return initialize(round);
    }

    @Override
    public String currentModel() {
        return answering.client().currentModel();
    }

    /// Chooses a model of the provider that is asked first.
    @Override
    public void setModel(String model) throws InterruptedException {
        seats.getFirst().client().setModel(model);
    }

    @Override
    public int contextSize() {
        return answering.client().contextSize();
    }

    @Override
    public List<String> availableModels() throws InterruptedException {
        return answering.client().availableModels();
    }

    @Override
    public ChatResponse chat(ChatRequest request) throws InterruptedException {
        var round = new Round(seats, barred);
        while (true) {
            Seat seat = round.next();
            try {
                ChatResponse answer = seat.client().chat(round.forSeat(request, seat));
                seat.health().breaker().answered();
                answering = seat;
                return answer.withRecoveries(round.told(seat, answer.recoveries()));
            } catch (LlmException failure) {
                seat.health().failed(failure);
                round.failed(seat, failure);
            } catch (InterruptedException | RuntimeException stopped) {
                seat.health().breaker().abandoned();
                throw stopped;
            }
        }
    }

    @Override
    public ChatStream chatStream(ChatRequest request) throws InterruptedException {
        var events =
                new FailoverEvents(request, new Round(seats, barred), seat -> answering = seat);
        events.connect();
        return ChatStream.of(events, events::recoveries);
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) throws InterruptedException {
        return seats.getFirst().client().embed(request);
    }

    @Override
    public int countTokens(ChatRequest request) throws InterruptedException {
        return answering.client().countTokens(request);
    }

    @Override
    public void clearContext() throws InterruptedException {
        answering.client().clearContext();
    }

    @Override
    public void close() {
        seats.forEach(seat -> seat.client().close());
    }
}
