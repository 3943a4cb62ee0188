package dev.recua.client.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.WireJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    record City(String name, int people) {}

    private static final RecordFormat<City> CITY = RecordFormat.of(City.class);

    @Test
    void theRequestCarriesTheSchemaOfTheRecord() {
        ChatRequest request = CITY.in(ChatRequest.of("Which is the largest city?"));

        assertThat(request.answer().responseFormat())
                .isEqualTo(
                        WireJson.mapper()
                                .readTree(
                                        """
                                        {"type":"json_schema","json_schema":{"name":"City","strict":true,"schema":
                                         {"type":"object","properties":{"name":{"type":"string"},"people":{"type":"integer"}},
                                          "required":["name","people"],"additionalProperties":false}}}
                                        """));
    }

    @Test
    void theAnswerBecomesTheRecordAlsoOutOfACodeFence() {
        String json = "{\"name\":\"Tokyo\",\"people\":37}";

        assertThat(CITY.read(answer(json, "stop"))).isEqualTo(new City("Tokyo", 37));
        assertThat(CITY.read(answer("\n```json\n" + json + "\n```\n", "stop")))
                .isEqualTo(new City("Tokyo", 37));
    }

    @Test
    void anAnswerThatIsNoRecordIsQuotedWithEveryProblem() {
        var answer = answer("{\"name\":1,\"mayor\":\"x\"}", "stop");

        var refused = catchThrowableOfType(AnswerNotRecord.class, () -> CITY.read(answer));

        assertThat(refused)
                .hasMessage(
                        "The answer is no City: /name must be a string, was 1; /people is missing; /mayor is not known; known are name, people. Ask again, or a larger model. It said: {\"name\":1,\"mayor\":\"x\"}");
        assertThat(refused.problems()).hasSize(3);
        assertThat(refused.answer()).isEqualTo(answer);
    }

    @Test
    void anAnswerThatWasCutSaysSo() {
        assertThatThrownBy(() -> CITY.read(answer("{\"name\":\"To", "length")))
                .isInstanceOf(AnswerNotRecord.class)
                .hasMessageContaining("it is not JSON")
                .hasMessageContaining("cut at the token limit: ask for more maxTokens")
                .hasMessageEndingWith("It said: {\"name\":\"To");
        assertThatThrownBy(() -> CITY.read(answer("x".repeat(9_000), "stop")))
                .hasMessageContaining("… (9000 characters)");
    }

    private static ChatResponse answer(String text, String reason) {
        return new ChatResponse(
                "a",
                null,
                0,
                null,
                List.of(new ChatResponse.Choice(0, ChatMessage.assistant(text), reason)),
                null,
                null);
    }
}
