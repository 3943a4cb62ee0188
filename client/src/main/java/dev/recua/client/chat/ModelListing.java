package dev.recua.client.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// What a server says it offers, whatever its dialect: OpenAI's `data[].id`, llama.cpp's and
/// Ollama's `models[].model` or `models[].name`, or a bare list of the same.
///
/// @param models in the server's order, each name once
public record ModelListing(List<Listed> models) {
    /// Where the size of a model's context stands, the likeliest first: Recua and OpenRouter say
    /// `context_length`, vLLM `max_model_len`, LM Studio `loaded_context_length` and
    /// `max_context_length`; llama-server's `meta` has the context of a slot and the trained one.
    private static final List<String> CONTEXT =
            List.of(
                    "/loaded_context_length",
                    "/context_length",
                    "/max_model_len",
                    "/max_context_length",
                    "/meta/n_ctx",
                    "/meta/n_ctx_train");

    /// One model.
    ///
    /// @param name    never blank
    /// @param aliases other names of it, where the server tells them
    /// @param context tokens, where the server tells them
    public record Listed(String name, List<String> aliases, OptionalInt context) {
        public Listed {
            aliases = List.copyOf(aliases);
        }
    }

    public ModelListing {
        models = List.copyOf(models);
    }

    /// Reads a list. What has no name is left out.
    public static ModelListing of(JsonNode answer) {
        List<Listed> found = new ArrayList<>();
        for (JsonNode row : rows(answer)) {
            String name = name(row);
            if (name.isBlank() || found.stream().anyMatch(it -> it.name().equals(name))) continue;
            found.add(new Listed(name, aliases(row), context(row)));
        }
        return new ModelListing(found);
    }

    private static JsonNode rows(JsonNode answer) {
        if (answer.isArray()) return answer;
        JsonNode data = answer.path("data");
        return data.isArray() ? data : answer.path("models");
    }

    private static String name(JsonNode row) {
        if (row.isString()) return row.stringValue();
        for (String field : List.of("id", "model", "name")) {
            String name = row.path(field).asString("");
            if (!name.isBlank()) return name;
        }
        return "";
    }

    private static List<String> aliases(JsonNode row) {
        List<String> names = new ArrayList<>();
        for (JsonNode alias : row.path("aliases")) names.add(alias.asString(""));
        return names;
    }

    private static OptionalInt context(JsonNode row) {
        for (String place : CONTEXT) {
            int tokens = row.at(place).asInt(0);
            if (tokens > 0) return OptionalInt.of(tokens);
        }
        return OptionalInt.empty();
    }

    /// Their names, in the server's order.
    public List<String> names() {
        return models.stream().map(Listed::name).toList();
    }

    /// The model of this name or alias.
    public Optional<Listed> find(String name) {
        return models.stream()
                .filter(it -> it.name().equals(name) || it.aliases().contains(name))
                .findFirst();
    }
}
