package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.StartOutcome.Ready;
import dev.recua.supervisor.child.StartOutcome.StartFailed;
import dev.recua.supervisor.server.Adoption.LlamaServerThere;
import dev.recua.supervisor.server.ServerFacts.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdoptedServerIT extends ServerContract {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final List<LlamaServer> running = new ArrayList<>();

    @AfterEach
    void end() {
        running.forEach(LlamaServer::close);
    }

    @Override
    AskableServer server() throws Exception {
        return AdoptedServer.of(found(Optional.of(KEY)), Optional.of(KEY), ChildLimits.DEFAULT);
    }

    /// What a look finds at a server that runs before it.
    private LlamaServerThere found(Optional<String> key) throws Exception {
        LlamaServer before = LlamaServer.of(fake.binary(), args().build());
        running.add(before);
        before.start();
        return look(before, key);
    }

    private static LlamaServerThere look(LlamaServer before, Optional<String> key) {
        Adoption found = Adoption.look("localhost", before.baseUrl().getPort(), key, LIMIT);
        assertThat(found).isInstanceOf(LlamaServerThere.class);
        return (LlamaServerThere) found;
    }

    @Test
    void itIsLetGoAndNeverEnded() throws Exception {
        AskableServer server = server();
        Ready ready = (Ready) outcome(server);
        assertThat(server.adopted()).isTrue();

        server.terminate();
        server.kill();
        server.stop(GRACE);
        server.close();

        assertThat(server.exited().get(1, TimeUnit.SECONDS).describe()).isEqualTo("let go");
        assertThat(ProcessHandle.of(ready.pid()).orElseThrow().isAlive()).isTrue();
        assertThat(fake.events("term")).isEmpty();
        assertThat(dev.recua.supervisor.child.HealthProbe.isReady(ready.port(), LIMIT)).isTrue();
    }

    @Test
    void whatItTellsOfItselfIsKept() throws Exception {
        LlamaServerThere there = found(Optional.of(KEY));

        assertThat(there.facts().alias()).hasValue("tiny");
        assertThat(there.facts().modelPath()).hasValue(folder.resolve("tiny.gguf").toString());
        assertThat(there.facts().access()).isEqualTo(Access.OPEN);
    }

    @Test
    void withoutItsKeyItIsRecognisedAndCanBeWatchedButNotAsked() throws Exception {
        LlamaServerThere there = found(Optional.empty());
        assertThat(there.facts().access()).isEqualTo(Access.KEY_REFUSED);

        try (AdoptedServer server = AdoptedServer.of(there)) {
            outcome(server);
            assertThatThrownBy(() -> server.tokenize("a"))
                    .isInstanceOf(dev.recua.client.error.LlmException.AuthenticationFailed.class)
                    .hasMessageContaining("Invalid API Key");
        }
    }

    @Test
    void oneThatStillLoadsIsWaitedForAsLongAsAStartMayTake() throws Exception {
        fake.set("tiny", "readyAfter", 700);
        LlamaServer loading = LlamaServer.of(fake.binary(), args().build());
        running.add(loading);
        var ready = loading.launch();
        org.awaitility.Awaitility.await()
                .until(
                        () ->
                                loading.baseUrl().getPort() > 0
                                        && Adoption.look(
                                                        "127.0.0.1",
                                                        loading.baseUrl().getPort(),
                                                        Optional.of(KEY),
                                                        LIMIT)
                                                instanceof LlamaServerThere);
        LlamaServerThere there = look(loading, Optional.of(KEY));

        try (AdoptedServer server =
                AdoptedServer.of(there, Optional.of(KEY), ChildLimits.DEFAULT)) {
            assertThat(outcome(server)).isInstanceOf(Ready.class);
            assertThat(ready).succeedsWithin(LIMIT);
        }
    }

    @Test
    void oneThatLoadsForEverIsGivenUp() throws Exception {
        LlamaServerThere there = found(Optional.of(KEY));
        running.getFirst().kill().get(10, TimeUnit.SECONDS);
        var unnamed =
                new LlamaServerThere(there.host(), there.port(), Optional.empty(), there.facts());

        try (AdoptedServer server =
                AdoptedServer.of(
                        unnamed,
                        Optional.empty(),
                        ChildLimits.DEFAULT.withStart(Duration.ofMillis(300)))) {
            var outcome = server.launch().get(10, TimeUnit.SECONDS);

            assertThat(outcome).isInstanceOf(StartFailed.class);
            assertThat(ServerException.of(((StartFailed) outcome).failure()))
                    .isInstanceOf(ServerException.TimeoutError.class)
                    .hasMessage("server health check timed out after 0.3 seconds");
            assertThat(server.exited()).succeedsWithin(LIMIT);
        }
    }
}
