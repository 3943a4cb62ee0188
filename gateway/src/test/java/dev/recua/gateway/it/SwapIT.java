package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Two models and room for one: whoever asks gets the right answer from the right model.
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwapIT {
    private static final int CLIENTS = 5;
    private static final int TURNS = 20;
    private static final List<String> MODELS = List.of("recua:3m-instruct", "twin");

    /// Short answers, so that swaps and not tokens fill the time.
    private static final List<Example> EXAMPLES =
            IntStream.of(9, 10, 11, 12, 14, 19).mapToObj(Example::row).toList();

    @AutoClose private RunningGateway gateway;
    private Caller caller;

    @BeforeAll
    void serve(@TempDir Path home) {
        gateway =
                PackagedRecua.in(home)
                        .engine(RealEngine.path())
                        .config(
                                "models: {twin: {file: '%s'}}\n"
                                        .formatted(Distribution.bundledModel()))
                        .serve();
        caller = gateway.caller();
    }

    @Test
    @Timeout(120)
    void twoModelsAskedForInTurnByFiveClientsAnswerAllAndNeverStayTogether()
            throws InterruptedException, ExecutionException {
        try (var watch = new ResidentWatch(gateway);
                var clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                running.add(clients.submit(() -> askInTurn(number)));
            }
            int answers = 0;
            for (Future<Integer> future : running) answers += future.get();

            assertThat(answers).isEqualTo(CLIENTS * TURNS);
            assertThat(watch.looks()).isGreaterThan(CLIENTS * TURNS);
            // Each client alone needs one per turn; a busy machine may hide some from the watch.
            assertThat(watch.seen()).as("engines seen").isGreaterThanOrEqualTo(TURNS / 2);
            assertThat(watch.most()).as("engines at once").isEqualTo(1);
        }
    }

    /// One client: models in turn, every other answer as a stream. Throws at the first wrong one.
    private int askInTurn(int client) {
        for (int turn = 0; turn < TURNS; turn++) {
            String model = MODELS.get((client + turn) % MODELS.size());
            Example example = EXAMPLES.get((client * TURNS + turn) % EXAMPLES.size());
            String requestId = "client-%d-turn-%d".formatted(client, turn);
            ObjectNode request = example.request(model, turn % 2 == 0);

            Answer answer = caller.post("/v1/chat/completions", request, "X-Request-Id", requestId);

            assertThat(answer.status()).as("%s %s", requestId, answer.body()).isEqualTo(200);
            assertThat(answer.text()).as(requestId).isEqualTo(example.answer());
            assertThat(answer.model()).as(requestId).isEqualTo(model);
            assertThat(answer.header("X-Recua-Model")).as(requestId).isEqualTo(model);
            assertThat(answer.header("X-Request-Id")).isEqualTo(requestId);
        }
        return TURNS;
    }
}
