package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.recua.client.wire.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What `/completion` answers: one, or for several prompts a list of them.
///
/// @param list by their index, at least one
record Completions(List<Completion> list) {
    Completions {
        if (list.isEmpty()) throw new IllegalArgumentException("an answer without a completion");
        list = List.copyOf(list);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Completions read(JsonNode answer) {
        List<Completion> list = new ArrayList<>();
        if (answer.isArray()) {
            for (JsonNode one : answer)
                list.add(WireJson.mapper().treeToValue(one, Completion.class));
        } else {
            list.add(WireJson.mapper().treeToValue(answer, Completion.class));
        }
        list.sort(Comparator.comparingInt(Completion::index));
        return new Completions(list);
    }
}
