package dev.recua.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultServerTest {
    @Test
    void theTableAndTheServerKnowTheSameFaults() {
        assertThat(
                        FaultTable.rows().stream()
                                .map(FaultTable.Row::fault)
                                .collect(Collectors.toSet()))
                .isEqualTo(FaultServer.faults());
        assertThat(FaultTable.rows()).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    @Test
    void whatAClientLooksUpFirstIsAnsweredWell() throws Exception {
        try (FaultServer server = FaultServer.playing("500-json");
                HttpClient http = HttpClient.newHttpClient()) {
            URI models = server.address().resolve("/v1/models");

            var answer = http.send(HttpRequest.newBuilder(models).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"id\":\"m\"");
            assertThat(server.chats()).isZero();
        }
    }
}
