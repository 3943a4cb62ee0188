package dev.recua.client;

import dev.recua.client.chat.ModelListing;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What Ollama tells: the context size by `POST /api/show`
/// ([its API](https://github.com/ollama/ollama/blob/main/docs/api.md)), as the model's `num_ctx`,
/// else
/// as it was trained.
final class OllamaFacts implements ProviderFacts {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern NUM_CTX = Pattern.compile("(?m)^num_ctx\\s+(\\d{1,9})\\s*$");

    private final Transport transport;

    OllamaFacts(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void checkHealth() {
        // The list of models, which is asked for next, tells whether somebody is there.
    }

    @Override
    public boolean tellsHealth() {
        return false;
    }

    @Override
    public OptionalInt contextSize(String model, Fresh<ModelListing> listing)
            throws InterruptedException {
        if (model.isEmpty()) return OptionalInt.empty();
        HttpCall call = HttpCall.post("/api/show", Map.of("model", model)).within(LIMIT);
        return contextSize(transport.ask(call, JsonNode.class));
    }

    static OptionalInt contextSize(JsonNode shown) {
        Matcher set = NUM_CTX.matcher(shown.path("parameters").asString(""));
        if (set.find()) return OptionalInt.of(Integer.parseInt(set.group(1)));
        JsonNode info = shown.path("model_info");
        String family = info.path("general.architecture").asString("");
        int trained = info.path(family + ".context_length").asInt(0);
        return trained > 0 ? OptionalInt.of(trained) : OptionalInt.empty();
    }

    @Override
    public void clearContext(String model) {
        // Ollama keeps prompts only as long as its model is loaded, and compares before it uses
        // them.
    }
}
