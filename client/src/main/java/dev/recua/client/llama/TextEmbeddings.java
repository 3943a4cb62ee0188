package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.recua.client.wire.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What `/embedding` answers: a list, as llama-server sends it, or the one object that older builds
/// sent.
record TextEmbeddings(List<TextEmbedding> inOrder) {
    TextEmbeddings {
        inOrder = List.copyOf(inOrder);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static TextEmbeddings read(JsonNode answer) {
        List<TextEmbedding> list = new ArrayList<>();
        if (answer.isArray()) {
            for (JsonNode one : answer) {
                list.add(WireJson.mapper().treeToValue(one, TextEmbedding.class));
            }
        } else {
            list.add(WireJson.mapper().treeToValue(answer, TextEmbedding.class));
        }
        list.sort(Comparator.comparingInt(TextEmbedding::index));
        return new TextEmbeddings(list);
    }
}
