package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every recorded request, with `model` added, through the gateway and to a llama-server alone that
/// was started with the same arguments: both answer alike. What we answer otherwise on purpose is
/// in [CaptureExceptionsIT].
@NeedsRealEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapturesIT {
    private static final String CHAT = "tiny";
    private static final String EMBEDDINGS = "tiny-embed";
    private static final String RERANK = "tiny-rerank";

    private final Map<String, Pair> pairs = new HashMap<>();
    private final Map<String, List<String>> args = new HashMap<>();

    /// What came for one request.
    record Pair(Answer through, Answer alone) {}

    @BeforeAll
    void askBoth(@TempDir Path home) {
        PackagedRecua recua =
                PackagedRecua.in(home)
                        .engine(RealEngine.path())
                        .config(
                                """
                                models:
                                  %1$s: {file: '%4$s', args: [--threads, '1']}
                                  %2$s: {file: '%4$s', embeddings: true, args: [--threads, '1']}
                                  %3$s: {file: '%4$s', rerank: true, args: [--threads, '1']}
                                """
                                        .formatted(
                                                CHAT,
                                                EMBEDDINGS,
                                                RERANK,
                                                Distribution.bundledModel()));
        try (RunningGateway gateway = recua.serve()) {
            askBoth(gateway, CHAT, recorded(Captures.CHAT), Exchanges.CHAT, home);
            askBoth(gateway, EMBEDDINGS, recorded(Captures.EMBEDDINGS), Exchanges.EMBEDDINGS, home);
            askBoth(gateway, RERANK, recorded(Captures.RERANK), Exchanges.RERANK, home);
        }
    }

    private static Stream<Capture> recorded(List<String> names) {
        return names.stream().map(Capture::read);
    }

    private void askBoth(
            RunningGateway gateway,
            String model,
            Stream<Capture> recorded,
            List<Capture> more,
            Path home) {
        load(gateway, model);
        List<String> childs = childArgs(gateway, model);
        args.put(model, childs);
        try (LoneEngine alone = LoneEngine.like(childs, folder(home, "alone-" + model))) {
            Caller through = gateway.caller();
            var lone = new Caller(alone.url());
            Stream.concat(recorded, more.stream())
                    .forEach(
                            capture -> {
                                Capture request = capture.withModel(model);
                                Answer first = through.send(request);
                                pairs.put(capture.name(), new Pair(first, lone.send(request)));
                            });
            if (model.equals(CHAT)) askBothAsRecorded(through, lone);
        }
    }

    private void askBothAsRecorded(Caller through, Caller lone) {
        for (String name : Captures.UPSTREAM) {
            Capture request = Capture.read(name);
            Answer first = through.send(request.below("/upstream/" + CHAT));
            pairs.put("upstream " + name, new Pair(first, lone.send(request)));
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void theGatewayAnswersAsTheEngineAlone(String name) {
        Pair pair = pair(name);

        assertThat(Shape.of(pair.through())).isEqualTo(Shape.of(pair.alone()));
    }

    /// Else two wrong requests would be found equal.
    @ParameterizedTest
    @MethodSource("captures")
    void theEngineAloneAnswersAsItDidWhenItWasRecorded(String name) {
        int recorded = Capture.read(name).status();

        assertThat(pair(name).alone().status())
                .isEqualTo(Captures.OTHER_STATUS.getOrDefault(name, recorded));
    }

    /// What was not recorded: streams of every dialect, further spellings, engine's own fields.
    @ParameterizedTest
    @MethodSource("exchanges")
    void theGatewayAnswersFurtherRequestsAsTheEngineAlone(Capture request) {
        Pair pair = pair(request.name());

        assertThat(Shape.of(pair.through())).isEqualTo(Shape.of(pair.alone()));
        assertThat(pair.alone().status()).as(pair.alone().body()).isEqualTo(request.status());
    }

    @ParameterizedTest
    @MethodSource("upstream")
    void whateverTheEngineAnswersPassesBelowUpstream(String name) {
        Pair pair = pair("upstream " + name);

        assertThat(Shape.of(pair.through())).isEqualTo(Shape.of(pair.alone()));
        assertThat(pair.alone().status()).isEqualTo(Capture.read(name).status());
    }

    @Test
    void theEnginesHaveTheFlagsThatTheNamesOfTheCapturesImply() {
        assertThat(args.get(CHAT)).doesNotContain("--embeddings", "--reranking");
        assertThat(args.get(CHAT)).contains("--metrics", "--slots");
        assertThat(args.get(EMBEDDINGS)).contains("--embeddings").doesNotContain("--reranking");
        assertThat(args.get(RERANK)).contains("--reranking");
    }

    static Stream<String> captures() {
        return Stream.of(Captures.CHAT, Captures.EMBEDDINGS, Captures.RERANK).flatMap(List::stream);
    }

    static Stream<String> upstream() {
        return Captures.UPSTREAM.stream();
    }

    static Stream<Capture> exchanges() {
        return Stream.of(Exchanges.CHAT, Exchanges.EMBEDDINGS, Exchanges.RERANK)
                .flatMap(List::stream);
    }

    private Pair pair(String name) {
        return Objects.requireNonNull(pairs.get(name), name);
    }

    /// Tokenizing loads, and uses no slot.
    private static void load(RunningGateway gateway, String model) {
        var body = Caller.JSON.createObjectNode().put("model", model).put("content", "x");
        gateway.caller().post("/tokenize", body).expect(200);
    }

    private static List<String> childArgs(RunningGateway gateway, String model) {
        JsonNode args = gateway.caller().get("/api/models/" + model).json().at("/child/args");
        return args.valueStream().map(JsonNode::asString).toList();
    }

    private static Path folder(Path home, String name) {
        try {
            return Files.createDirectories(home.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
