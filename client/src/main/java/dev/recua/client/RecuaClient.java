package dev.recua.client;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.chat.OpenAiChat;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.http.HttpCall;
import dev.recua.client.wire.Health;
import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Talks to one gateway.
///
/// ```java
/// var question = ChatRequest.of("recua-tiny", "Hello!", it -> it.temperature(0));
/// try (var recua = RecuaClient.of(URI.create("http://127.0.0.1:8091"), Optional.empty());
///         var answer = recua.chatStream(question)) {
///     answer.forEachRemaining(chunk -> System.out.print(chunk.text()));
/// }
/// ```
///
/// A client that was made from an address alone is patient: an answer of a model has no time limit,
/// because the gateway itself waits for engines, swaps models and says when it gives up; nothing is
/// sent twice, and as many requests run at once as are asked. One that was made from a
/// configuration does as that says.
///
/// Besides [LlmClient] it has the gateway's own API. Connecting may take 5 s, `health` 5 s in all,
/// `models` 30 s. Failures are `dev.recua.client.error.LlmException`s. Any thread may use a client;
/// whoever opened it closes it, which ends its requests. The key is never part of a message.
public final class RecuaClient extends CoreClient {
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LIST_TIMEOUT = Duration.ofSeconds(30);

    private RecuaClient(ClientCore core) {
        super(core);
    }

    /// A client for the gateway at `base`. Nothing is sent yet.
    ///
    /// @param base such as `http://127.0.0.1:8091`
    /// @param apiKey sent with every request when present
    /// @throws IllegalArgumentException when `base` is no `http` or `https` address, or the key
    ///     cannot stand in a header
    public static RecuaClient of(URI base, Optional<String> apiKey) {
        URI normal = GatewayAddress.named(base.toString(), "the gateway's address").uri();
        ProviderConfig usual =
                ProviderConfig.of(ProviderType.RECUA, normal)
                        .withTimeout(OpenAiChat.NO_LIMIT)
                        .withMaxRetries(0);
        ProviderConfig config = apiKey.map(Secret::of).map(usual::withApiKey).orElse(usual);
        return of(config, ClientSetup.usual().withLimits(ConnectionPool.Limits.UNLIMITED));
    }

    /// A client as configured, and else as usual: see [ClientSetup#usual].
    ///
    /// @throws IllegalArgumentException when the configuration is another provider's
    public static RecuaClient of(ProviderConfig config) {
        return of(config, ClientSetup.usual());
    }

    /// A client as configured, made of these parts.
    public static RecuaClient of(ProviderConfig config, ClientSetup setup) {
        return new RecuaClient(Wiring.core(ProviderType.RECUA, config, setup));
    }

    /// Whether the gateway answers, and what it says.
    ///
    /// @throws dev.recua.client.error.LlmException when it does not answer within 5 s, or with an
    ///     error
    public Health health() throws InterruptedException {
        return get("/health", HEALTH_TIMEOUT, Health.class);
    }

    /// The models that the gateway offers, in its order.
    ///
    /// @throws dev.recua.client.error.LlmException when there is no whole answer
    public List<ModelRow> models() throws InterruptedException {
        return modelList().data();
    }

    /// The same with the list's own fields, as `GET /v1/models` answers it.
    ///
    /// @throws dev.recua.client.error.LlmException when there is no whole answer
    public ModelList modelList() throws InterruptedException {
        return get("/v1/models", LIST_TIMEOUT, ModelList.class);
    }

    private <T> T get(String path, Duration limit, Class<T> type) throws InterruptedException {
        return core().transport().ask(HttpCall.get(path).within(limit), type);
    }

    /// The gateway's own API: what it knows and runs, and orders to it. Closed with this client.
    public AdminClient admin() {
        return new AdminClient(new GatewayHttp(core().transport(), core().lasting()));
    }
}
