package dev.recua.client;

import dev.recua.client.chat.ModelListing;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Transport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a llama-server tells, and a gateway that speaks like one: `/health`, `/props`, `/slots`.
///
/// The model is named in each query: a llama-server with one model takes no notice, one in router
/// mode and a gateway need it.
final class LlamaCppFacts implements ProviderFacts {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// How a server says that it has no slots, cannot erase them, or has the model not in memory.
    private static final Set<Integer> NOT_HERE = Set.of(400, 403, 404, 409, 501);

    private final Transport transport;
    private final HealthRoute health;
    private final String query;

    private LlamaCppFacts(Transport transport, String query) {
        this.transport = transport;
        this.health = new HealthRoute(transport);
        this.query = query;
    }

    /// Of a llama-server. In router mode, looking at a model loads it.
    static LlamaCppFacts ofServer(Transport transport) {
        return new LlamaCppFacts(transport, "");
    }

    /// Of a gateway, which is asked to load nothing.
    static LlamaCppFacts ofGateway(Transport transport) {
        return new LlamaCppFacts(transport, "&autoload=false");
    }

    @Override
    public void checkHealth() throws InterruptedException {
        health.check();
    }

    @Override
    public boolean tellsHealth() {
        return true;
    }

    /// `/props` says how much the running server has; the list of models what the model was
    /// trained with.
    @Override
    public OptionalInt contextSize(String model, Fresh<ModelListing> listing)
            throws InterruptedException {
        OptionalInt running = running(model);
        return running.isPresent() ? running : ListedFacts.listed(model, listing.get());
    }

    private OptionalInt running(String model) throws InterruptedException {
        try {
            JsonNode props = get("/props", model);
            int tokens = props.at("/default_generation_settings/n_ctx").asInt(0);
            return tokens > 0 ? OptionalInt.of(tokens) : OptionalInt.empty();
        } catch (LlmException e) {
            return OptionalInt
                    .empty(); // an older server, a proxy without this route, or not loaded
        }
    }

    /// Erases the cache of every slot. A server that was started without `--slot-save-path`, or
    /// without slots, refuses; then nothing is lost, because a prompt is compared with what is
    /// cached before that is used.
    @Override
    public void clearContext(String model) throws InterruptedException {
        try {
            for (JsonNode slot : get("/slots", model)) erase(slot.path("id").asInt(0), model);
        } catch (LlmException e) {
            if (!NOT_HERE.contains(e.status().orElse(0))) throw e;
        }
    }

    private void erase(int slot, String model) throws InterruptedException {
        Map<String, String> body = model.isEmpty() ? Map.of() : Map.of("model", model);
        HttpCall order = HttpCall.post("/slots/" + slot + "?action=erase", body).within(LIMIT);
        var unused = transport.ask(order, JsonNode.class);
    }

    private JsonNode get(String path, String model) throws InterruptedException {
        String asked =
                model.isEmpty()
                        ? path
                        : path
                                + "?model="
                                + URLEncoder.encode(model, StandardCharsets.UTF_8)
                                + query;
        return transport.ask(HttpCall.get(asked).within(LIMIT), JsonNode.class);
    }
}
