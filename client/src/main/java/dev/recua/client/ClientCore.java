package dev.recua.client;

import dev.recua.client.chat.ModelListing;
import dev.recua.client.chat.OpenAiChat;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Transport;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What every client does alike: which model is meant, what is known of it and for how long, and
/// that each way to ask ends in [Patient].
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

    private static final System.Logger LOG = System.getLogger(ClientCore.class.getName());

    private final ProviderConfig config;
    private final Transport transport;
    private final ProviderFacts facts;
    private final OpenAiChat direct;
    private final Patient patient;
    private final Fresh<ModelListing> listing;
    private final Fresh<OptionalInt> context;
    private volatile String model = "";
    private volatile int lastContext = DEFAULT_CONTEXT;
    private @Nullable CompletableFuture<Void> initializing;

    /// @param patience makes of the direct calls those that the configuration wants
    ClientCore(
            ProviderConfig config,
            Transport transport,
            OpenAiChat.Dialect dialect,
            ProviderFacts facts,
            Function<OpenAiChat, Patient> patience,
            InstantSource clock) {
        this.config = config;
        this.transport = transport;
        this.facts = facts;
        this.direct = new OpenAiChat(transport, dialect, config.sampling(), this::currentModel);
        this.patient = patience.apply(direct);
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
        if (!config.models().isEmpty()) model = config.models().getFirst();
        else if (!offered.isEmpty()) model = offered.getFirst();
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
            return lastContext;
        }
    }

    private int findContext() throws InterruptedException {
        OptionalInt configured = config.contextSize();
        if (configured.isPresent()) return configured.getAsInt();
        try {
            lastContext = context.get().orElse(DEFAULT_CONTEXT);
        } catch (LlmException e) {
            degraded("the size of the context", e);
        }
        return lastContext;
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
        try {
            return patient.chat(request);
        } catch (LlmException e) {
            throw noted(e);
        }
    }

    ChatStream chatStream(ChatRequest request) throws InterruptedException {
        chooseModel(request.model());
        try {
            return patient.stream(request);
        } catch (LlmException e) {
            throw noted(e);
        }
    }

    EmbeddingResponse embed(EmbeddingRequest request) throws InterruptedException {
        chooseModel(request.model());
        EmbeddingRequest named =
                request.model() != null || model.isEmpty() ? request : with(model, request);
        HttpCall call = HttpCall.post("/v1/embeddings", named).within(config.timeout());
        try {
            return transport.ask(call, EmbeddingResponse.class);
        } catch (LlmException e) {
            throw noted(e);
        }
    }

    private static EmbeddingRequest with(String model, EmbeddingRequest request) {
        return new EmbeddingRequest(request.input(), model, request.dimensions());
    }

    private LlmException noted(LlmException e) {
        if (MAY_HAVE_CHANGED.contains(e.type())) forget();
        return e;
    }

    void clearContext() throws InterruptedException {
        facts.clearContext(model);
    }

    /// Ends every request at once.
    @Override
    public void close() {
        transport.close();
    }
}
