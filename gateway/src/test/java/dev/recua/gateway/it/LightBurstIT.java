package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.RealEngine;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many requests at once that take no slot of the engine. The stress test saw them wait for 5, 10,
/// 15 and 20 s: for the threads on which llama-server waits for more to come over connections that
/// are kept.
@NeedsRealEngine
class LightBurstIT {
    private static final int REQUESTS = 60;

    /// The engine lets go of an idle connection after 5 s.
    private static final Duration LIMIT = Duration.ofSeconds(4);

    @TempDir private Path home;

    @Test
    @Timeout(120)
    void sixtyAtOnceDoNotWaitForConnectionsThatAreIdle() {
        try (RunningGateway gateway = PackagedRecua.in(home).engine(RealEngine.path()).serve();
                HttpClient http = HttpClient.newHttpClient()) {
            gateway.caller().chat("recua-tiny", Caller.MONDAY).expect(200);
            HttpRequest request =
                    HttpRequest.newBuilder(gateway.url().resolve("/tokenize"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"model\":\"recua-tiny\",\"content\":\"Hello\"}"))
                            .build();
            long began = System.nanoTime();

            List<CompletableFuture<HttpResponse<String>>> answers =
                    IntStream.range(0, REQUESTS)
                            .mapToObj(
                                    _ ->
                                            http.sendAsync(
                                                    request, HttpResponse.BodyHandlers.ofString()))
                            .toList();

            assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            assertThat(took).as("ms for all").isLessThan(LIMIT.toMillis());
        }
    }
}
