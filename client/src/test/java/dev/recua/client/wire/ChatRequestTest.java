package dev.recua.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.client.config.Sampling;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ChatRequestTest {
    private static final JsonMapper JSON = WireJson.mapper();

    private static final String EVERYTHING =
            """
            {"model":"tiny","messages":[{"role":"user","content":"hello"}],
             "temperature":0.5,"top_p":0.9,"frequency_penalty":0.1,"presence_penalty":-0.1,"seed":42,
             "logit_bias":{"15043":-1.5},"top_k":40,"min_p":0.05,"typical_p":0.95,
             "repeat_penalty":1.1,"repeat_last_n":64,"mirostat":2,"mirostat_tau":5.0,"mirostat_eta":0.1,
             "max_tokens":8,"n":2,"stop":["END"],"logprobs":true,"top_logprobs":3,
             "response_format":{"type":"json_object"},"reasoning_effort":"low","user":"u1",
             "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"}}}],
             "tool_choice":"required","parallel_tool_calls":false,
             "json_schema":{"type":"object"},"cache_prompt":true,"id_slot":1,"timings_per_token":true,
             "return_progress":true,"ignore_eos":true,"reasoning_format":"auto",
             "chat_template_kwargs":{"enable_thinking":false},
             "xtc_probability":0.5}
            """;

    @Test
    void everyOptionIsSentUnderTheServersName() {
        var request =
                ChatRequest.of("tiny", "hello", ChatRequestTest::setEverything)
                        .with(it -> it.jsonSchema(tree("{\"type\":\"object\"}")));

        assertThat(tree(JSON.writeValueAsString(request))).isEqualTo(tree(EVERYTHING));
        assertThat(request.extra()).containsOnlyKeys("xtc_probability");
    }

    private static void setEverything(ChatRequest.Options it) {
        it.temperature(0.5).topP(0.9).frequencyPenalty(0.1).presencePenalty(-0.1).seed(42);
        it.logitBias(Map.of("15043", -1.5)).topK(40).minP(0.05).typicalP(0.95);
        it.repeatPenalty(1.1).repeatLastN(64).mirostat(2).mirostatTau(5).mirostatEta(0.1);
        it.maxTokens(8).n(2).stop("END").logprobs(3).responseFormat(ResponseFormat.JSON_OBJECT);
        it.reasoningEffort("low").user("u1");
        it.tools(List.of(ToolDefinition.of("f", "d", tree("{\"type\":\"object\"}"))));
        it.toolChoice(ToolChoice.REQUIRED).parallelToolCalls(false);
        it.cachePrompt(true).idSlot(1).timingsPerToken().returnProgress().ignoreEos();
        it.reasoningFormat("auto").chatTemplateKwargs(tree("{\"enable_thinking\":false}"));
        it.extra("xtc_probability", tree("0.5"));
    }

    @Test
    void aRequestReadFromItsJsonIsTheSameRequest() {
        var read = JSON.readValue(EVERYTHING, ChatRequest.class);

        assertThat(read.sampling().mirostat()).isEqualTo(2);
        assertThat(read.answer().topLogprobs()).isEqualTo(3);
        assertThat(read.engine().idSlot()).isEqualTo(1);
        assertThat(read.extra()).containsOnlyKeys("xtc_probability");
        assertThat(tree(JSON.writeValueAsString(read))).isEqualTo(tree(EVERYTHING));
        assertThat(JSON.readValue(JSON.writeValueAsString(read), ChatRequest.class))
                .isEqualTo(read);
        assertThat(JSON.readValue(JSON.writeValueAsString(read.asStream()), ChatRequest.class))
                .isEqualTo(read.asStream());
    }

    @Test
    void aRequestWithoutAModelSendsNoneUntilTheClientFillsItIn() {
        var request = ChatRequest.of("hello");

        assertThat(request.model()).isNull();
        assertThat(tree(JSON.writeValueAsString(request)))
                .isEqualTo(tree("{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"));
        assertThat(request.withModel("tiny")).isEqualTo(ChatRequest.of("tiny", "hello", it -> {}));
        assertThat(
                        request.withMessages(List.of(ChatMessage.user("a"), ChatMessage.user("b")))
                                .messages())
                .extracting(ChatMessage::text)
                .containsExactly("a", "b");
    }

    @Test
    void changingOneOptionKeepsTheOthers() {
        var request = ChatRequest.of("tiny", "hello", it -> it.temperature(0).maxTokens(5));

        assertThat(request.with(it -> it.maxTokens(9).unset("temperature")))
                .isEqualTo(ChatRequest.of("tiny", "hello", it -> it.maxTokens(9)));
        assertThat(request.asStream().with(it -> it.maxTokens(9)).streamOptions())
                .isEqualTo(new ChatRequest.StreamOptions(true));
    }

    @Test
    void defaultsFillOnlyWhatTheRequestLeftOpen() {
        var request = ChatRequest.of("tiny", "hello", it -> it.temperature(0).topK(0));
        var defaults = new Sampling(0.8, 0.95, 40, 1.1, 2, 5.0, null);

        ObjectNode sent = JSON.valueToTree(request.withDefaults(defaults.asOptions()));
        sent.remove(List.of("model", "messages"));

        assertThat((JsonNode) sent)
                .isEqualTo(
                        tree(
                                """
                                {"temperature":0.0,"top_p":0.95,"top_k":0,"repeat_penalty":1.1,
                                 "mirostat":2,"mirostat_tau":5.0}
                                """));
        assertThat(request.withDefaults(Sampling.UNSET.asOptions())).isEqualTo(request);
    }

    @Test
    void anOptionOutOfItsRangeIsRefusedInWords() {
        refused(it -> it.temperature(-1), "temperature must be a number of at least 0, was -1.0");
        refused(it -> it.topP(1.5), "topP must be from 0 to 1, was 1.5");
        refused(it -> it.mirostat(3), "mirostat must be 0, 1 or 2, was 3");
        refused(it -> it.n(0), "n must be at least 1, was 0");
        refused(it -> it.idSlot(-2), "idSlot must be at least -1, was -2");
        refused(
                it -> it.grammar("root ::= \"a\"").jsonSchema(tree("{}")),
                "grammar and jsonSchema are both set: an answer can keep only one of them");
        assertThatThrownBy(() -> ChatRequest.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a chat request needs at least one message");
        assertThatThrownBy(() -> ToolDefinition.of("no spaces", "", tree("{}")))
                .hasMessageContaining("\"no spaces\"");
    }

    private static void refused(Consumer<ChatRequest.Options> options, String message) {
        assertThatThrownBy(() -> ChatRequest.of("hello", options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void partsOfAMessageArePassedOnAndReadBack() {
        var message =
                ChatMessage.user(
                        ContentPart.text("What is this?"),
                        ContentPart.image(new byte[] {1, 2, 3}, "image/png"),
                        ContentPart.image(URI.create("https://example.org/cat.jpg")),
                        new ContentPart.Image("https://example.org/dog.jpg", "low"),
                        ContentPart.audio(new byte[] {4}, "wav"));

        String json = JSON.writeValueAsString(message);

        assertThat(tree(json))
                .isEqualTo(
                        tree(
                                """
                                {"role":"user","content":[{"type":"text","text":"What is this?"},
                                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}},
                                 {"type":"image_url","image_url":{"url":"https://example.org/cat.jpg"}},
                                 {"type":"image_url","image_url":{"url":"https://example.org/dog.jpg","detail":"low"}},
                                 {"type":"input_audio","input_audio":{"data":"BA==","format":"wav"}}]}
                                """));
        assertThat(JSON.readValue(json, ChatMessage.class)).isEqualTo(message);
        assertThat(message.parts())
                .hasSize(5)
                .last()
                .isEqualTo(new ContentPart.Audio("BA==", "wav"));
        assertThat(ContentPart.of(tree("{\"type\":\"input_video\"}")))
                .isEqualTo(new ContentPart.Other(tree("{\"type\":\"input_video\"}")));
        assertThatThrownBy(() -> ContentPart.image(new byte[0], "text/html"))
                .hasMessageContaining("text/html");
    }

    @Test
    void choicesAndFormatsAreThoseOfOpenAi() {
        assertThat(ToolChoice.AUTO.toJson()).isEqualTo(tree("\"auto\""));
        assertThat(ToolChoice.NONE.toJson()).isEqualTo(tree("\"none\""));
        assertThat(ToolChoice.function("f").toJson())
                .isEqualTo(tree("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"));
        assertThat(ResponseFormat.TEXT.toJson()).isEqualTo(tree("{\"type\":\"text\"}"));
        assertThat(ResponseFormat.schema("point", tree("{\"type\":\"object\"}")).toJson())
                .isEqualTo(
                        tree(
                                """
                                {"type":"json_schema","json_schema":{"name":"point","strict":true,
                                 "schema":{"type":"object"}}}
                                """));
    }

    private static JsonNode tree(String json) {
        return JSON.readTree(json);
    }
}
