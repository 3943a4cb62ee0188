package dev.recua.client.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaStatusEvent;
import dev.recua.client.wire.ApiError;
import dev.recua.client.wire.WireJson;
import dev.recua.testkit.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every shape of the gateway's own API is read from its golden file and written back unchanged,
/// with every field in its place and every null.
class GoldenShapesTest {
    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("info", GatewayInfo.class),
                Arguments.of("info-without-engine", GatewayInfo.class),
                Arguments.of("status", GatewayStatus.class),
                Arguments.of("models", ModelInfos.class),
                Arguments.of("model", ModelInfo.class),
                Arguments.of("model-broken", ModelInfo.class),
                Arguments.of("log", LogLines.class),
                Arguments.of("requests", RequestInfos.class),
                Arguments.of("engines", EngineInfos.class),
                Arguments.of("engine-install", EngineInstall.class),
                Arguments.of("swap-status", SwapStatus.class),
                Arguments.of("swap-result", SwapResult.class),
                Arguments.of("swap-export", SwapExport.class),
                Arguments.of("inference-request", InferenceRequest.class),
                Arguments.of("inference-answer", InferenceAnswer.class),
                Arguments.of("running", RunningModels.class),
                Arguments.of("event-snapshot", GatewaySnapshot.class),
                Arguments.of("event-model-removed", ModelRemoved.class),
                Arguments.of("event-llama-status", LlamaStatusEvent.class),
                Arguments.of("event-log", LogLine.class),
                Arguments.of("llama-service-state", LlamaServiceState.class),
                Arguments.of("llama-model", LlamaModel.class),
                Arguments.of("error", ApiError.Body.class));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aShapeIsReadAndWrittenBackUnchanged(String name, Class<?> type) {
        String golden = Golden.text("api/" + name + ".json").strip();

        Object read = WireJson.mapper().readValue(golden, type);

        assertThat(WireJson.mapper().writeValueAsString(read)).isEqualTo(golden);
    }
}
