package dev.recua.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WireRecordsTest {
    private static final JsonMapper JSON = WireJson.mapper();

    @Test
    void aRequestWritesOnlyWhatWasSet() {
        var request = ChatRequest.of("tiny", "hello", it -> it.temperature(0).maxTokens(32));

        assertThat(tree(JSON.writeValueAsString(request)))
                .isEqualTo(
                        tree(
                                """
                                {"model":"tiny","messages":[{"role":"user","content":"hello"}],
                                 "temperature":0.0,"max_tokens":32}
                                """));
    }

    @Test
    void aRequestWritesEveryOptionUnderOpenAisName() {
        var request =
                ChatRequest.of(
                                "tiny",
                                List.of(
                                        ChatMessage.system("s"),
                                        ChatMessage.user("u"),
                                        ChatMessage.assistant("a"),
                                        ChatMessage.toolResult("call-1", "42")),
                                it ->
                                        it.temperature(0.5)
                                                .topP(0.9)
                                                .maxTokens(8)
                                                .stop("END", "\n\n")
                                                .seed(42)
                                                .tools(tree("[{\"type\":\"function\"}]"))
                                                .toolChoice(tree("\"auto\""))
                                                .responseFormat(tree("{\"type\":\"json_object\"}")))
                        .asStream();

        assertThat(tree(JSON.writeValueAsString(request)))
                .isEqualTo(
                        tree(
                                """
                                {"model":"tiny",
                                 "messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},
                                   {"role":"assistant","content":"a"},
                                   {"role":"tool","content":"42","tool_call_id":"call-1"}],
                                 "temperature":0.5,"top_p":0.9,"max_tokens":8,
                                 "stream":true,"stream_options":{"include_usage":true},
                                 "stop":["END","\\n\\n"],"seed":42,
                                 "tools":[{"type":"function"}],"tool_choice":"auto",
                                 "response_format":{"type":"json_object"}}
                                """));
        assertThat(request.asWhole().stream()).isNull();
    }

    @Test
    void aRequestThatNoServerCouldAnswerCannotBeMade() {
        assertThatThrownBy(() -> ChatRequest.of(" ", "x", it -> {})).hasMessageContaining("model");
        assertThatThrownBy(() -> ChatRequest.of("m", List.of())).hasMessageContaining("message");
        assertThatThrownBy(() -> ChatRequest.of("m", "x", it -> it.temperature(-1)))
                .hasMessageContaining("-1.0");
        assertThatThrownBy(() -> ChatRequest.of("m", "x", it -> it.temperature(Double.NaN)))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> ChatRequest.of("m", "x", it -> it.topP(1.5)))
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> ChatRequest.of("m", "x", it -> it.maxTokens(0)))
                .hasMessageContaining("maxTokens");
    }

    @Test
    void anAnswerOfARealEngineIsReadWhole() throws IOException {
        ChatResponse answer = JSON.readValue(resource("chat.json"), ChatResponse.class);

        assertThat(answer.id()).isEqualTo("chatcmpl-bgtVnTFp1XCaa3MuQl4kOCHHdphFxoSB");
        assertThat(answer.created()).isEqualTo(1795158357L);
        assertThat(answer.text())
                .isEqualTo(" one two three four five six seven eight nine ten eleven twelve");
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo("stop");
        assertThat(answer.usage())
                .isEqualTo(new Usage(16, 13, 29, new Usage.PromptTokensDetails(0)));
        assertThat(answer.timings())
                .isEqualTo(
                        new Timings(
                                0, 16, 0.493, 32454.361054766734, 13, 0.737, 16282.225237449118));
    }

    @Test
    void anAnswerKeepsItsMeaningWhenWrittenAndReadAgain() throws IOException {
        ChatResponse answer = JSON.readValue(resource("chat-tools.json"), ChatResponse.class);

        String written = JSON.writeValueAsString(answer);

        assertThat(written).contains("\"cache_n\":9", "\"finish_reason\":\"length\"");
        assertThat(JSON.readValue(written, ChatResponse.class)).isEqualTo(answer);
    }

    @Test
    void toolCallsAreReadFromAnswersAndFromPieces() {
        ChatResponse answer =
                JSON.readValue(
                        """
                        {"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",
                         "content":null,"reasoning_content":"hm","tool_calls":[{"type":"function","id":"c1",
                         "function":{"name":"f","arguments":"{\\"a\\":1}"}}]}}]}
                        """,
                        ChatResponse.class);
        ChatMessage message = answer.choices().getFirst().message();
        assertThat(answer.text()).isEmpty();
        assertThat(message.reasoningContent()).isEqualTo("hm");
        assertThat(message.toolCalls())
                .containsExactly(
                        new ToolCall(
                                null, "c1", "function", new ToolCall.Function("f", "{\"a\":1}")));

        ChatChunk piece =
                JSON.readValue(
                        """
                        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a"}}]}}]}
                        """,
                        ChatChunk.class);
        assertThat(piece.choices().getFirst().delta().toolCalls())
                .containsExactly(new ToolCall(0, null, null, new ToolCall.Function(null, "{\"a")));
        assertThat(piece.finishReason()).isNull();
    }

    @Test
    void aMessageOfPartsGivesItsText() {
        var message =
                JSON.readValue(
                        """
                        {"role":"user","content":[{"type":"text","text":"What is "},
                         {"type":"image_url","image_url":{"url":"data:"}},{"type":"text","text":"this?"}]}
                        """,
                        ChatMessage.class);

        assertThat(message.text()).isEqualTo("What is this?");
    }

    @Test
    void aModelRowOfTheGatewayIsReadWhole() {
        ModelRow row =
                JSON.readValue(
                        """
                        {"id":"recua:3m-instruct","object":"model","created":1795158357,"owned_by":"recua",
                         "aliases":["recua-tiny"],"status":{"value":"unloaded","failed":true},
                         "context_length":1024,"architecture":{"input_modalities":["text"],"output_modalities":["text"]},
                         "capabilities":["chat"],"meta":{"n_params":3049920,"size":3281984,"n_ctx_train":1024,
                         "quantization":"Q8_0"},"later":"field"}
                        """,
                        ModelRow.class);

        assertThat(row)
                .isEqualTo(
                        new ModelRow(
                                "recua:3m-instruct",
                                "model",
                                1795158357L,
                                "recua",
                                List.of("recua-tiny"),
                                new ModelRow.Status("unloaded", true),
                                1024,
                                new ModelRow.Architecture(List.of("text"), List.of("text")),
                                List.of("chat"),
                                new ModelRow.Meta(3049920L, 3281984L, 1024, "Q8_0")));
        assertThat(row.answersTo("recua-tiny")).isTrue();
        assertThat(row.answersTo("recua:3m-instruct")).isTrue();
        assertThat(row.answersTo("recua")).isFalse();
        assertThat(JSON.readValue(JSON.writeValueAsString(row), ModelRow.class)).isEqualTo(row);
    }

    @Test
    void theModelListOfABareEngineIsReadToo() throws IOException {
        ModelList list = JSON.readValue(resource("v1-models.json"), ModelList.class);

        ModelRow row = list.data().getFirst();
        assertThat(row.id()).isEqualTo("tiny");
        assertThat(row.status().value()).isEqualTo("unknown");
        assertThat(row.meta().size()).isEqualTo(541952L);
        assertThat(row.meta().quantization()).isNull();
    }

    @Test
    void anErrorOfTheGatewayIsReadWhole() {
        ApiError error =
                JSON.readValue(
                                """
                                {"error":{"message":"No model is called tinny.","type":"invalid_request_error",
                                 "param":null,"code":"model_not_found","hint":"Take one of the nearest.",
                                 "details":{"nearest":["tiny","tina"]}}}
                                """,
                                ApiError.Body.class)
                        .error();

        assertThat(error).isNotNull();
        assertThat(error.is("model_not_found")).isTrue();
        assertThat(error.hint()).isEqualTo("Take one of the nearest.");
        assertThat(error.nearest()).containsExactly("tiny", "tina");
        assertThat(JSON.writeValueAsString(error)).contains("\"param\":null");
    }

    @Test
    void anErrorOfAnEngineIsReadWithItsNumberAsCode() throws IOException {
        ApiError error = JSON.readValue(resource("err-context.json"), ApiError.Body.class).error();

        assertThat(error).isNotNull();
        assertThat(error.code()).isEqualTo("400");
        assertThat(error.type()).isEqualTo("exceed_context_size_error");
        assertThat(error.message()).startsWith("request (3010 tokens) exceeds");
        assertThat(error.nearest()).isEmpty();
    }

    @Test
    void healthSaysWhetherTheServerIsWell() {
        assertThat(JSON.readValue("{\"status\":\"ok\"}", Health.class).saysOk()).isTrue();
        assertThat(JSON.readValue("{\"status\":\"loading\"}", Health.class).saysOk()).isFalse();
        assertThat(JSON.readValue("{}", Health.class).saysOk()).isFalse();
        assertThat(JSON.writeValueAsString(new Health("ok"))).isEqualTo("{\"status\":\"ok\"}");
    }

    private static JsonNode tree(String json) {
        return JSON.readTree(json);
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = WireRecordsTest.class.getResourceAsStream("/dev/recua/client/" + name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
