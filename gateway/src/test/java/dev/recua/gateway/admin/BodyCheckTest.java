package dev.recua.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.InferenceRequest;
import dev.recua.client.admin.ModelInfos;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyCheckTest {
    @Test
    void whatFitsIsFine() {
        assertThat(inference("{\"modelId\":\"a\",\"prompt\":\"\"}")).isEmpty();
        assertThat(
                        inference(
                                "{\"modelId\":\"a\",\"prompt\":\"p\",\"temperature\":1,\"maxTokens\":null}"))
                .isEmpty();
    }

    @Test
    void theFieldThatDoesNotFitIsNamed() {
        assertThat(inference("{}")).contains("modelId is missing");
        assertThat(inference("{\"modelId\":\"a\",\"promt\":\"\"}"))
                .contains(
                        "promt is unknown here; there are: modelId, prompt, temperature, maxTokens");
        assertThat(inference("{\"modelId\":null,\"prompt\":\"\"}"))
                .contains("modelId must be a string");
        assertThat(inference("{\"modelId\":1,\"prompt\":\"\"}"))
                .contains("modelId must be a string");
        assertThat(inference("{\"modelId\":\"a\",\"prompt\":\"\",\"maxTokens\":1.5}"))
                .contains("maxTokens must be a whole number");
        assertThat(inference("{\"modelId\":\"a\",\"prompt\":\"\",\"maxTokens\":99999999999}"))
                .contains("maxTokens must be a whole number");
        assertThat(inference("{\"modelId\":\"a\",\"prompt\":\"\",\"temperature\":\"hot\"}"))
                .contains("temperature must be a number");
    }

    @Test
    void nestedFieldsAreNamedWithTheirWay() {
        String golden = Golden.text("api/models.json");

        assertThat(models(golden)).isEmpty();
        assertThat(models(golden.replace("\"port\":40123", "\"port\":\"x\"")))
                .contains("models[0].child.port must be a whole number");
        assertThat(models(golden.replace("\"chat\",\"completion\"", "\"chat\",2")))
                .contains("models[0].capabilities[1] must be a string");
        assertThat(models(golden.replace("\"ready\"", "\"asleep\"")))
                .contains(
                        "models[0].status must be one of: initial, starting, ready, error, crashed, stopping");
        assertThat(models(golden.replace("\"pinned\":false", "\"pinned\":0")))
                .contains("models[0].pinned must be true or false");
    }

    private static Optional<String> inference(String json) {
        return wrong(json, InferenceRequest.class);
    }

    private static Optional<String> models(String json) {
        return wrong(json, ModelInfos.class);
    }

    private static Optional<String> wrong(String json, Class<? extends Record> type) {
        return BodyCheck.of(WireJson.mapper().readTree(json), type)
                .map(it -> it.field() + " " + it.what());
    }
}
