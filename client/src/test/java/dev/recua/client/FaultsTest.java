package dev.recua.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Diagnosis;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import dev.recua.testkit.fault.FaultServer;
import dev.recua.testkit.fault.FaultTable;
import dev.recua.testkit.fault.FaultTable.Row;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of the table, through the client as a program uses it. What is expected was written
/// down first, in `faults/faults.txt` of the testkit.
class FaultsTest {
    private static final String ANSWER = "Hello.";

    static List<Row> rows() {
        return FaultTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    @Timeout(value = 40, unit = TimeUnit.SECONDS)
    void everyFaultIsTakenForWhatItIsAndEndsWithANextStep(Row row) throws Exception {
        try (FaultServer server = FaultServer.playing(row.fault());
                var client = LlamaCppClient.of(config(server.address(), row))) {
            if (row.isHarmless()) {
                assertThat(ask(client, row)).isEqualTo(ANSWER);
                return;
            }

            Throwable thrown = catchThrowable(() -> ask(client, row));

            assertThat(thrown).isInstanceOf(LlmException.class);
            var failure = (LlmException) thrown;
            assertThat(failure.type()).as(failure.getMessage()).hasToString(row.expected());
            assertThat(failure.isWorthRetrying())
                    .as("worth retrying: %s", failure.getMessage())
                    .isEqualTo(row.worthRetrying());
            assertThat(failure.getMessage()).contains(row.nextStep());
            assertThat(Diagnosis.of(failure).recommendedSolutions()).isNotEmpty();
            assertThat(server.chats()).as("without retries, one request").isLessThan(2);
        }
    }

    private static String ask(LlmClient client, Row row) throws InterruptedException {
        ChatRequest question = ChatRequest.of("m", "Hello", it -> {});
        if (!row.streamed()) return client.chat(question).text();
        try (ChatStream stream = client.chatStream(question)) {
            return stream.readAll().text();
        }
    }

    /// The others must not fail because the machine is slow: a first TLS handshake takes seconds.
    private static boolean isAboutTime(Row row) {
        return Stream.of("slow-", "silent-", "pings-").anyMatch(row.fault()::startsWith);
    }

    private static ProviderConfig config(URI address, Row row) {
        return ProviderConfig.of(ProviderType.LLAMA_CPP, address)
                .withModels(List.of("m"))
                .withTimeout(isAboutTime(row) ? Duration.ofSeconds(1) : Duration.ofSeconds(15))
                .withMaxRetries(0);
    }
}
