package dev.recua.client.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every field that llama-server 0.7.0 was recorded to send has its place in a record: what is read
/// is written back as it was.
class GoldenRecordsTest {
    private static final JsonMapper JSON = WireJson.mapper();

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(Captured.body("props"), ModelProperties.class),
                Arguments.of(Captured.body("completion-native"), Completion.class),
                Arguments.of(Captured.body("rerank"), RerankResponse.class),
                Arguments.of(
                        "{\"id_slot\":0,\"filename\":\"t.bin\",\"n_saved\":2,\"n_written\":9448,\"timings\":{\"save_ms\":0.199}}",
                        SavedSlot.class),
                Arguments.of(
                        "{\"id_slot\":0,\"filename\":\"t.bin\",\"n_restored\":2,\"n_read\":9448,\"timings\":{\"restore_ms\":0.219}}",
                        RestoredSlot.class),
                Arguments.of("{\"id_slot\":0,\"n_erased\":2}", ErasedSlot.class),
                Arguments.of(
                        "{\"id\":0,\"path\":\"a.gguf\",\"scale\":0.5,\"task_name\":\"t\",\"prompt_prefix\":\"p\",\"alora_invocation_string\":\"s\",\"alora_invocation_tokens\":[1]}",
                        LoraAdapter.class),
                Arguments.of(
                        "{\"index\":0,\"content\":\" me\",\"tokens\":[332],\"stop\":false,\"id_slot\":-1,\"tokens_predicted\":1,\"tokens_evaluated\":2,\"prompt_progress\":{\"total\":2,\"cache\":0,\"processed\":2,\"time_ms\":920},\"completion_probabilities\":[{\"id\":332,\"token\":\" me\",\"bytes\":[32,109,101],\"prob\":0.8,\"top_probs\":[{\"id\":332,\"token\":\" me\",\"bytes\":[32,109,101],\"prob\":0.8}]}]}",
                        CompletionPiece.class));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyFieldOfAnAnswerHasItsPlace(String answer, Class<?> type) {
        JsonNode sent = withoutWhatWireLeavesOut(JSON.readTree(answer));

        Object read = JSON.treeToValue(sent, type);

        assertHolds(JSON.readTree(JSON.writeValueAsString(read)), sent, type.getSimpleName());
    }

    /// `written` has all that was `sent`; a record may write a 0 for a number that was not there.
    private static void assertHolds(JsonNode written, JsonNode sent, String at) {
        if (sent.isObject()) {
            for (String name : sent.propertyNames()) {
                assertHolds(written.path(name), sent.path(name), at + "." + name);
            }
        } else if (sent.isArray()) {
            assertThat(written.size()).as(at).isEqualTo(sent.size());
            for (int i = 0; i < sent.size(); i++) {
                assertHolds(written.path(i), sent.path(i), at + "[" + i + "]");
            }
        } else {
            assertThat(written).as(at).isEqualTo(sent);
        }
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of(Captured.body("slots"), Slot.class),
                Arguments.of(Captured.body("slots-after"), Slot.class),
                Arguments.of(Golden.text("llama-server-0.7.0/slots-busy.json"), Slot.class),
                Arguments.of(
                        JSON.readTree(Captured.body("tokenize")).path("tokens").toString(),
                        TokenPiece.class),
                Arguments.of(Captured.body("embeddings-native"), TextEmbedding.class),
                Arguments.of(Captured.body("completion-native-many"), Completion.class));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void everyFieldOfEachOfThemHasItsPlace(String answer, Class<?> type) {
        for (JsonNode one : JSON.readTree(answer))
            everyFieldOfAnAnswerHasItsPlace(one.toString(), type);
    }

    /// Two averages that `dev.recua.client.wire.Timings` leaves out: they follow from the others.
    private static JsonNode withoutWhatWireLeavesOut(JsonNode sent) {
        if (sent.path("timings") instanceof ObjectNode timings) {
            timings.remove(List.of("prompt_per_token_ms", "predicted_per_token_ms"));
        }
        return sent;
    }

    @Test
    void propertiesSayHowMuchContextARequestHas() {
        var props = JSON.readValue(Captured.body("props"), ModelProperties.class);

        assertThat(props.contextSize()).hasValue(1024);
        assertThat(props.totalSlots()).isEqualTo(2);
        assertThat(props.modelAlias()).isEqualTo("tiny");
        assertThat(JSON.readValue("{}", ModelProperties.class).contextSize()).isEmpty();
    }

    @Test
    void halvesOfACharacterAreBytesAndBecomeItAgain() {
        JsonNode pieces = JSON.readTree(Captured.body("tokenize")).path("tokens");
        List<TokenPiece> tokens =
                Stream.iterate(0, i -> i < pieces.size(), i -> i + 1)
                        .map(i -> JSON.treeToValue(pieces.path(i), TokenPiece.class))
                        .toList();

        assertThat(tokens.get(1).text()).contains("hello");
        assertThat(tokens.get(4).text()).isEmpty();
        assertThat(tokens.get(4).bytes()).containsExactly(195);
        assertThat(tokens.get(5).bytes()).containsExactly(169);
        assertThat(TokenPiece.join(tokens)).isEqualTo("<s>hello world é");
    }

    @Test
    void bothShapesOfAnEmbeddingAreRead() {
        var now = JSON.readValue("{\"index\":1,\"embedding\":[[0.5,-1]]}", TextEmbedding.class);
        var before = JSON.readValue("{\"embedding\":[0.5,-1]}", TextEmbedding.class);
        var none = JSON.readValue("{\"index\":0,\"embedding\":[]}", TextEmbedding.class);

        assertThat(now.vector()).containsExactly(0.5, -1.0);
        assertThat(before.vector()).containsExactly(0.5, -1.0);
        assertThat(none.vectors()).isEmpty();
    }

    @Test
    void anUnknownReasonToStopIsAnotherOne() {
        String unknown =
                Captured.body("completion-native")
                        .replace("\"stop_type\":\"limit\"", "\"stop_type\":\"bored\"");

        assertThat(JSON.readValue(unknown, Completion.class).stopType()).isEqualTo(StopType.OTHER);
    }
}
