package dev.recua.client.chat;

import dev.recua.client.config.Sampling;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.WireJson;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What is sent for a request: the request itself, where it says nothing what the client's
/// configuration says, and `tool_choice` `auto` when there are tools and nothing else was chosen.
/// Without tools nothing of them is sent, because some servers refuse an empty list.
final class RequestBody {
    private RequestBody() {}

    /// @param model what a request means that names none; empty sends no `model`
    static ObjectNode of(ChatRequest request, String model, Sampling sampling) {
        ChatRequest complete = request.withDefaults(sampling.asOptions());
        if (request.model() == null && !model.isEmpty()) complete = complete.withModel(model);
        ObjectNode json = WireJson.mapper().valueToTree(complete);
        if (json.path("tools").isEmpty()) {
            json.remove(List.of("tools", "tool_choice", "parallel_tool_calls"));
        } else if (!json.hasNonNull("tool_choice")) {
            json.put("tool_choice", "auto");
        }
        return json;
    }
}
