package dev.recua.client;

import dev.recua.client.chat.ModelListing;
import dev.recua.client.chat.OpenAiChat;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Transport;
import dev.recua.client.monitor.MeasuredRequest;
import dev.recua.client.monitor.Metrics;
import dev.recua.client.recovery.RecoveringStream;
import dev.recua.client.recovery.Recovery;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.EmbeddingRequest;
import dev.recua.client.wire.EmbeddingResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// What every client does alike: which model is meant, what is known of it and for how long, that
/// requests are mended and counted.
///
/// What a server told of its models is believed for [#KEPT]; it is forgotten when another model is
/// chosen, and when a failure says that the server may be another than it was. Any thread.
final class ClientCore implements AutoCloseable {
    /// How long a list of models and a context size are believed.
    static final Duration KEPT = Duration.ofSeconds(60);

    /// Source 002's context size of a model that nobody tells of.
    static final int DEFAULT_CONTEXT = 4096;

    /// After these the server may have been started anew, with other models.
    private static final Set<ErrorType> MAY_HAVE_CHANGED =
            Set.of(
                    ErrorType.CONNECTION_ERROR,
                    ErrorType.MODEL_LOADING,
                    ErrorType.MODEL_NOT_FOUND,
                    ErrorType.CONTEXT_OVERFLOW);

    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final System.Logger LOG = System.getLogger(ClientCore.class.getName());

    private final ProviderConfig config;
    private final Transport transport;
    private final Transport lasting;
    private final ProviderFacts facts;
    private final OpenAiChat direct;
    private final Recovery recovery;
    private final Metrics metrics;
    private final Fresh<ModelListing> listing;
    private final Fresh<OptionalInt> context;
    private volatile String model = "";
    private volatile int knownContext;
    private @Nullable CompletableFuture<Void> initializing;

    /// @param patience makes the recovery that the configuration wants, from what is known of the
    ///     model's context, in tokens; 0 when nothing is
    ClientCore(
            ProviderConfig config,
            Transport transport,
            Transport lasting,
            OpenAiChat.Dialect dialect,
            ProviderFacts facts,
            Function<IntSupplier, Recovery> patience,
            Metrics metrics,
            InstantSource clock) {
        this.config = config;
        this.transport = transport;
        this.lasting = lasting;
        this.facts = facts;
        this.metrics = metrics;
        this.direct = new OpenAiChat(transport, dialect, config.sampling(), this::currentModel);
        this.recovery = patience.apply(() -> knownContext);
        Fresh<ModelListing> listing = new Fresh<>(KEPT, clock, direct::listing);
        this.listing = listing;
        this.context = new Fresh<>(KEPT, clock, () -> facts.contextSize(model, listing));
    }

    ProviderConfig config() {
        return config;
    }

    Transport transport() {
        return transport;
    }

    /// For streams that last as long as the client, and for who watches the server: they take no
    /// place from requests and wait for none.
    Transport lasting() {
        return lasting;
    }

    Metrics metrics() {
        return metrics;
    }

    OpenAiChat direct() {
        return direct;
    }

    synchronized CompletableFuture<Void> initialize() {
        CompletableFuture<Void> known = initializing;
        if (known != null && !known.isCompletedExceptionally()) return known;
        CompletableFuture<Void> begun = Later.of(this::lookAround);
        initializing = begun;
        return begun;
    }

    /// Health, models, default model, context size, in this order.
    private Void lookAround() throws InterruptedException {
        facts.checkHealth();
        chooseFrom(modelsAtStart());
        var unused = findContext();
        return null;
    }

    private List<String> modelsAtStart() throws InterruptedException {
        try {
            return listing.get().names();
        } catch (LlmException e) {
            if (!facts.tellsHealth() && saysNobodyIsThere(e)) throw e;
            degraded("the list of models", e);
            return List.of();
        }
    }

    private static boolean saysNobodyIsThere(LlmException e) {
        return switch (e.type()) {
            case CONNECTION_ERROR, TIMEOUT_ERROR, AUTHENTICATION_ERROR -> true;
            default -> false;
        };
    }

    private synchronized void chooseFrom(List<String> offered) {
        if (!model.isEmpty()) return;
        List<String> known = config.models().isEmpty() ? offered : config.models();
        if (known.isEmpty()) return;
        model = known.getFirst();
        context.forget();
    }

    /// A request that names no model means the current one; the first such request finds it.
    private void chooseModel(@Nullable String named) throws InterruptedException {
        if (named != null || !model.isEmpty()) return;
        List<String> offered = config.models().isEmpty() ? availableModels() : List.of();
        chooseFrom(offered);
    }

    String currentModel() {
        return model;
    }

    void setModel(String name) throws InterruptedException {
        if (name.isBlank()) throw new IllegalArgumentException("the name of the model is blank");
        model = name;
        forget();
        var unused = findContext();
    }

    private void forget() {
        listing.forget();
        context.forget();
    }

    int contextSize() {
        try {
            return findContext();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return knownOrDefault();
        }
    }

    private int findContext() throws InterruptedException {
        OptionalInt configured = config.contextSize();
        if (configured.isPresent()) {
            knownContext = configured.getAsInt();
            return knownContext;
        }
        try {
            knownContext = context.get().orElse(0);
        } catch (LlmException e) {
            degraded("the size of the context", e);
        }
        return knownOrDefault();
    }

    private int knownOrDefault() {
        int known = knownContext;
        return known > 0 ? known : DEFAULT_CONTEXT;
    }

    List<String> availableModels() throws InterruptedException {
        try {
            List<String> names = listing.get().names();
            return names.isEmpty() ? config.models() : names;
        } catch (LlmException e) {
            degraded("the list of models", e);
            return config.models();
        }
    }

    private void degraded(String what, LlmException e) {
        LOG.log(
                System.Logger.Level.DEBUG,
                "{0} could not be had from {1}, going on without it: {2}",
                what,
                transport.base(),
                e.getMessage());
    }

    ChatResponse chat(ChatRequest request) throws InterruptedException {
        chooseModel(request.model());
        try (MeasuredRequest counted = begin(OpenAiChat.CHAT, request.model())) {
            try {
                ChatResponse answer = recovery.chat(new CountedCalls(direct, counted), request);
                counted.succeeded(200, answer.usage());
                return answer;
            } catch (LlmException e) {
                throw failed(counted, e);
            }
        }
    }

    ChatStream chatStream(ChatRequest request) throws InterruptedException {
        chooseModel(request.model());
        MeasuredRequest counted = begin(OpenAiChat.CHAT, request.model());
        try {
            RecoveringStream stream = recovery.stream(new CountedCalls(direct, counted), request);
            var measured = new MeasuredSource(stream, counted, e -> failed(counted, e));
            return new ChatStream(measured, stream::recoveries);
        } catch (LlmException e) {
            throw failed(counted, e);
        } catch (InterruptedException | RuntimeException e) {
            counted.cancelled();
            throw e;
        }
    }

    EmbeddingResponse embed(EmbeddingRequest request) throws InterruptedException {
        chooseModel(request.model());
        boolean named = request.model() != null || model.isEmpty();
        HttpCall call = HttpCall.post(EMBEDDINGS, named ? request : with(model, request));
        try (MeasuredRequest counted = begin(EMBEDDINGS, request.model())) {
            var sent = new AtomicBoolean();
            try {
                EmbeddingResponse answer =
                        recovery.ask(
                                limit -> {
                                    if (sent.getAndSet(true)) counted.retried();
                                    return vectors(call.with(OpenAiChat.whole(limit)));
                                });
                counted.succeeded(200, answer.usage());
                return answer;
            } catch (LlmException e) {
                throw failed(counted, e);
            }
        }
    }

    private EmbeddingResponse vectors(HttpCall call) throws InterruptedException {
        return transport.ask(
                call,
                EmbeddingResponse.class,
                it -> !it.data().isEmpty(),
                "there is no vector in it");
    }

    private MeasuredRequest begin(String path, @Nullable String named) {
        return metrics.begin(transport.provider(), path, named == null ? model : named);
    }

    private LlmException failed(MeasuredRequest counted, LlmException e) {
        counted.failed(e);
        if (MAY_HAVE_CHANGED.contains(e.type())) forget();
        return e;
    }

    private static EmbeddingRequest with(String model, EmbeddingRequest request) {
        return new EmbeddingRequest(request.input(), model, request.dimensions());
    }

    void clearContext() throws InterruptedException {
        facts.clearContext(model);
    }

    /// Ends every request at once.
    @Override
    public void close() {
        recovery.close();
        transport.close();
        lasting.close();
    }
}
