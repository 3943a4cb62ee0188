package dev.recua.client.provider;

import dev.recua.client.GatewayAddress;
import dev.recua.client.LlmClient;
import dev.recua.client.config.ClientConfig;
import dev.recua.client.config.ClientConfigLoader;
import dev.recua.client.config.ClientFiles;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.LlmException;
import dev.recua.client.recovery.Circuit;
import dev.recua.client.recovery.CircuitBreaker;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Chooses a provider.
///
/// ```java
/// ClientConfig config = ClientConfig.load().orThrow();
/// ProviderFactory factory = ProviderFactory.of(config);
/// try (LlmClient llm = factory.create(Optional.of(ProviderType.LLAMA_CPP)).client()) { … }
/// ```
///
/// Order: the one asked for (else the one chosen last, else the configuration's `provider`), then
/// Ollama, OpenRouter, OpenAI-compatible, llama.cpp and Recua, as far as they are configured.
/// Without any configuration: Recua on this machine, which runs llama.cpp itself, then a
/// llama-server at its usual address.
///
/// Where the first one is the user's own ([Nearness]), nobody else's server is asked without
/// `allowRemoteFallback`: no request, no connection, no look-up of its name.
///
/// A provider counts as there when [LlmClient#initialize] succeeds; for llama.cpp that is one `GET
/// /health` within 5 s, then its models. A choice made by the caller is remembered once it works; a
/// fallback is not, so that it does not become the rule. Any thread.
public final class ProviderFactory {
    private final ClientConfig config;
    private final ProviderConfig recua;
    private final ClientMaker maker;
    private final LastProvider last;
    private final InstantSource clock;
    private final Map<ProviderType, Seat.Health> health = new ConcurrentHashMap<>();

    /// @param recua how to reach Recua when the configuration does not say
    /// @param last  what was chosen last
    /// @param clock says how long a failing provider is left alone
    public ProviderFactory(
            ClientConfig config,
            ProviderConfig recua,
            ClientMaker maker,
            LastProvider last,
            InstantSource clock) {
        this.config = config;
        this.recua = recua;
        this.maker = maker;
        this.last = last;
        this.clock = clock;
    }

    /// With the clients of this library, the user's own files, and the gateway that runs here:
    /// where it is, is asked for Recua unless somebody named another address than the usual one.
    ///
    /// While `RECUA_CLIENT_PROVIDER` says who is asked first, nobody is remembered, and who was
    /// chosen last does not count.
    ///
    /// @throws IllegalArgumentException when `RECUA_URL` is no `http` or `https` address
    public static ProviderFactory of(ClientConfig config) {
        return of(config, System.getenv(), ClientFiles.ofThisProcess());
    }

    static ProviderFactory of(ClientConfig config, Map<String, String> env, ClientFiles files) {
        ProviderConfig recua = runningGateway(env, files);
        return new ProviderFactory(
                withAddress(config, recua.baseUrl()),
                recua,
                ClientMaker.usual(),
                lastProvider(env, files),
                InstantSource.system());
    }

    private static LastProvider lastProvider(Map<String, String> env, ClientFiles files) {
        return env.getOrDefault(ClientConfigLoader.PROVIDER_VARIABLE, "").isBlank()
                ? new LastProviderFile(files.lastProvider())
                : LastProvider.FORGOTTEN;
    }

    private static ProviderConfig runningGateway(Map<String, String> env, ClientFiles files) {
        Path run = files.lastProvider().resolveSibling("..").resolve("run").normalize();
        return ProviderConfig.of(ProviderType.RECUA, GatewayAddress.find(env, run).uri());
    }

    /// A section of Recua that says something else than an address, such as a key, must not hide
    /// the gateway that runs elsewhere than usual.
    private static ClientConfig withAddress(ClientConfig config, URI gateway) {
        Optional<ProviderConfig> own =
                config.of(ProviderType.RECUA)
                        .filter(it -> it.baseUrl().equals(GatewayAddress.DEFAULT));
        if (own.isEmpty()) return config;
        Map<ProviderType, ProviderConfig> providers = new EnumMap<>(config.providers());
        providers.put(ProviderType.RECUA, own.get().withBaseUrl(gateway));
        return new ClientConfig(config.provider(), config.allowRemoteFallback(), providers);
    }

    /// Whom a factory asks first where neither call nor memory nor the configuration's `provider`
    /// says it.
    public static ProviderType usualFirst(ClientConfig config) {
        return ProviderOrder.usual(config).getFirst();
    }

    /// The first provider that is there.
    ///
    /// @param requested whom the caller wants; empty leaves it to what is remembered and configured
    /// @throws NoProvider when none is
    public Chosen create(Optional<ProviderType> requested) throws InterruptedException {
        Attempts attempts = attempts(requested);
        List<ProviderError> errors = new ArrayList<>();
        for (ProviderConfig each : attempts.asked()) {
            Optional<LlmClient> client = made(each, errors);
            if (client.isEmpty()) continue;
            if (isThere(new Seat(client.get(), health(each.type())), errors)) {
                remember(requested, each.type());
                errors.addAll(attempts.notAsked());
                return new Chosen(client.get(), each.type(), errors);
            }
            client.get().close();
        }
        errors.addAll(attempts.notAsked());
        throw new NoProvider(errors);
    }

    /// A client that goes on to the next provider whenever one fails. Nothing is sent yet.
    ///
    /// @param requested as with [#create]
    /// @throws NoProvider when there is none that may be asked
    public FallbackClient fallback(Optional<ProviderType> requested) {
        Attempts attempts = attempts(requested);
        List<ProviderError> errors = new ArrayList<>();
        List<Seat> seats = new ArrayList<>();
        for (ProviderConfig each : attempts.asked()) {
            made(each, errors)
                    .ifPresent(client -> seats.add(new Seat(client, health(each.type()))));
        }
        errors.addAll(attempts.notAsked());
        if (seats.isEmpty()) throw new NoProvider(errors);
        return new FallbackClient(seats, errors);
    }

    /// Checks a provider's configuration against its server.
    ///
    /// @throws NoProvider when nobody said where it is
    public ValidationReport validate(ProviderType provider) throws InterruptedException {
        Optional<ProviderConfig> own = config.of(provider);
        if (own.isEmpty() && provider == ProviderType.RECUA) return Validation.of(recua);
        return Validation.of(
                own.or(() -> config.orDefault(provider))
                        .orElseThrow(
                                () ->
                                        new NoProvider(
                                                List.of(
                                                        ProviderError.notConfigured(
                                                                provider, "it has no address")))));
    }

    private Attempts attempts(Optional<ProviderType> requested) {
        Optional<ProviderType> remembered = requested.isPresent() ? requested : last.read();
        return Attempts.of(
                ProviderOrder.of(requested, remembered, config, recua),
                config.allowRemoteFallback());
    }

    private Optional<LlmClient> made(ProviderConfig each, List<ProviderError> errors) {
        try {
            return Optional.of(maker.make(each));
        } catch (LlmException | IllegalArgumentException incomplete) {
            String what = Optional.ofNullable(incomplete.getMessage()).orElse("it is incomplete");
            errors.add(ProviderError.notConfigured(each.type(), what));
            return Optional.empty();
        }
    }

    private boolean isThere(Seat seat, List<ProviderError> errors) throws InterruptedException {
        Optional<ProviderError> refused = seat.refused();
        if (refused.isPresent()) {
            errors.add(refused.get());
            return false;
        }
        CompletableFuture<Void> looking = seat.client().initialize();
        try {
            looking.get();
            seat.health().breaker().answered();
            return true;
        } catch (ExecutionException e) {
            return failed(seat, Thrown.below(e), errors);
        } catch (InterruptedException stop) {
            looking.cancel(true);
            seat.health().breaker().abandoned();
            seat.client().close();
            throw stop;
        }
    }

    private static boolean failed(Seat seat, Throwable thrown, List<ProviderError> errors) {
        if (thrown instanceof LlmException failure) {
            seat.health().failed(failure);
            errors.add(ProviderError.failed(seat.provider(), failure));
            return false;
        }
        seat.health().breaker().abandoned();
        seat.client().close();
        throw new IllegalStateException("looking around at " + seat.client().base(), thrown);
    }

    private void remember(Optional<ProviderType> requested, ProviderType chosen) {
        if (requested.filter(it -> it == chosen).isPresent()) last.remember(chosen);
    }

    private Seat.Health health(ProviderType type) {
        return health.computeIfAbsent(
                type, it -> Seat.Health.of(new CircuitBreaker(Circuit.Limits.USUAL, clock)));
    }
}
