package dev.recua.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.error.ErrorType;
import dev.recua.client.recovery.Recovered;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ChatAnswerTest {
    private static final JsonMapper JSON = WireJson.mapper();

    @Test
    void argumentsThatComeAsAnObjectAreReadAsItsText() {
        var call =
                JSON.readValue(
                        """
                        {"function":{"name":"f","arguments":{"a":[1,{"b":"c"}]}}}
                        """,
                        ToolCall.class);

        assertThat(call.arguments()).isEqualTo("{\"a\":[1,{\"b\":\"c\"}]}");
        assertThat(call.name()).isEqualTo("f");
        assertThat(JSON.writeValueAsString(call))
                .isEqualTo(
                        "{\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":[1,{\\\"b\\\":\\\"c\\\"}]}\"}}");
    }

    /// The second name won, also with its null, and the thoughts were gone.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reasoning_content\":\"hm\",\"reasoning\":null}",
                "{\"reasoning\":null,\"reasoning_content\":\"hm\"}",
                "{\"reasoning_content\":null,\"reasoning\":\"hm\"}",
                "{\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"}",
                "{\"reasoning\":\"hm\"}"
            })
    void thoughtsAreReadUnderEitherName(String json) {
        ChatMessage message = WireJson.mapper().readValue(json, ChatMessage.class);

        assertThat(message.reasoningContent()).isEqualTo("hm");
        assertThat(WireJson.mapper().writeValueAsString(message))
                .isEqualTo("{\"reasoning_content\":\"hm\"}");
    }

    @Test
    void aCallWithoutArgumentsHasNone() {
        assertThat(
                        JSON.readValue("{\"function\":{\"arguments\":null}}", ToolCall.class)
                                .arguments())
                .isEqualTo("{}");
        assertThat(ToolCall.of("c", "f", "").arguments()).isEqualTo("{}");
        assertThat(JSON.readValue("{}", ToolCall.class).name()).isEmpty();
    }

    @Test
    void logprobsProgressAndDetailsAreRead() {
        var chunk =
                JSON.readValue(
                        """
                        {"choices":[{"index":0,"delta":{"content":"é","reasoning":"hm"},"finish_reason":null,
                          "logprobs":{"content":[{"id":1,"token":"é","bytes":[195,169],"logprob":-0.5,
                            "top_logprobs":[{"token":"e","logprob":-1.0,"bytes":null}]}]}}],
                         "prompt_progress":{"total":100,"cache":20,"processed":60,"time_ms":12},
                         "system_fingerprint":"b11669-Debian",
                         "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,
                           "completion_tokens_details":{"reasoning_tokens":2}},
                         "timings":{"prompt_n":1,"draft_n":8,"draft_n_accepted":5}}
                        """,
                        ChatChunk.class);

        assertThat(chunk.text()).isEqualTo("é");
        assertThat(chunk.reasoning()).isEqualTo("hm");
        assertThat(chunk.systemFingerprint()).isEqualTo("b11669-Debian");
        assertThat(chunk.promptProgress()).isEqualTo(new PromptProgress(100, 20, 60, 12));
        assertThat(new PromptProgress(100, 20, 60, 12).share()).isEqualTo(0.6);
        assertThat(chunk.choices().getFirst().logprobs())
                .isEqualTo(
                        new Logprobs(
                                List.of(
                                        new Logprobs.Token(
                                                "é",
                                                -0.5,
                                                List.of(195, 169),
                                                List.of(
                                                        new Logprobs.Token(
                                                                "e", -1.0, null, List.of()))))));
        assertThat(chunk.usage())
                .isEqualTo(new Usage(1, 2, 3, null, new Usage.CompletionTokensDetails(2)));
        assertThat(chunk.timings()).isEqualTo(new Timings(0, 1, 0, 0, 0, 0, 0, 8, 5));
        assertThat(JSON.readValue(JSON.writeValueAsString(chunk), ChatChunk.class))
                .isEqualTo(chunk);
    }

    @Test
    void whatWasDoneForAnAnswerIsToldWithItAndNeverWritten() {
        var retried =
                new Recovered(ErrorType.SERVER_OVERLOADED, Recovered.Action.RETRIED, "after 2 s");
        var answer = new ChatResponse("a", null, 0, null, List.of(), null, null);
        var chunk = new ChatChunk("a", null, 0, null, List.of(), null, null);

        assertThat(answer.withRecoveries(List.of(retried)).recoveries()).containsExactly(retried);
        assertThat(chunk.withRecoveries(List.of(retried)).recoveries()).containsExactly(retried);
        assertThat(JSON.writeValueAsString(answer.withRecoveries(List.of(retried))))
                .isEqualTo(JSON.writeValueAsString(answer))
                .isEqualTo("{\"id\":\"a\",\"created\":0,\"choices\":[]}");
        assertThat(JSON.writeValueAsString(chunk.withRecoveries(List.of(retried))))
                .isEqualTo(JSON.writeValueAsString(chunk));
        assertThat(JSON.readValue("{\"recoveries\":[1]}", ChatResponse.class).recoveries())
                .isEmpty();
    }
}
