package dev.recua.gateway.it;

import dev.recua.testkit.Golden;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One prompt of the bundled model with its exact answer at temperature 0.
///
/// @param row its number in `bundled/README.md`, from 1
/// @param prompt with `messages` and, sometimes, `tools`
/// @param answer the text; empty for a tool call
/// @param toolCall `name` and `arguments` (a text of JSON), or null
/// @param finishReason `stop` or `tool_calls`
record Example(int row, JsonNode prompt, String answer, JsonNode toolCall, String finishReason) {
    private static final List<Example> ALL = read();

    /// The example with this number.
    static Example row(int number) {
        return ALL.get(number - 1);
    }

    /// The request that was made for it.
    ObjectNode request(String model, boolean stream) {
        ObjectNode body =
                Caller.JSON
                        .createObjectNode()
                        .put("model", model)
                        .put("temperature", 0)
                        .put("max_tokens", 400)
                        .put("stream", stream);
        body.set("messages", prompt.path("messages"));
        if (!prompt.path("tools").isNull()) body.set("tools", prompt.path("tools"));
        return body;
    }

    @Override
    public String toString() {
        return "row %d: %s".formatted(row, answer.isEmpty() ? toolCall : answer);
    }

    private static List<Example> read() {
        List<JsonNode> rows =
                Caller.JSON
                        .readTree(Golden.text("recua-tiny/examples.json"))
                        .valueStream()
                        .toList();
        return IntStream.range(0, rows.size())
                .mapToObj(index -> of(index + 1, rows.get(index)))
                .toList();
    }

    private static Example of(int row, JsonNode json) {
        return new Example(
                row,
                json,
                json.path("answer").asString(),
                json.path("tool_call"),
                json.path("finish_reason").asString());
    }
}
