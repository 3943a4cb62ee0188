package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.FakeLlamaServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configuration as a user meets it: every problem at once, and who beats whom.
class ConfigIT {
    @TempDir private Path folder;
    private FakeLlamaServer fake;

    @BeforeEach
    void install() throws Exception {
        fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
    }

    @Test
    void everyProblemIsToldAtOnceAndNothingIsStarted() throws Exception {
        Home home =
                Home.in(folder)
                        .models("one")
                        .config(
                                """
                                lisen: 127.0.0.1:1
                                supervisor:
                                  start-timeout: soon
                                models:
                                  one:
                                    contxt: 4096
                                queue:
                                  max-wait: -3s
                                """)
                        .with("RECUA_MAX_BODY", "huge");

        var serve = home.run("serve", "--listen", "127.0.0.1:0", "--engine", fake.binary());
        var check = home.run("config", "check");

        for (Home.Ended ended : List.of(serve, check)) {
            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.output())
                    .contains("config.yaml:1:", "lisen", "Did you mean listen?")
                    .contains("config.yaml:3:", "supervisor.start-timeout", "soon")
                    .contains("config.yaml:6:", "models.one.contxt", "Did you mean context?")
                    .contains("config.yaml:8:", "queue.max-wait")
                    .contains("RECUA_MAX_BODY", "huge");
        }
        assertThat(serve.output()).contains("nothing was started").doesNotContain("is ready");
        assertThat(home.recua().resolve("run")).doesNotExist();
        assertThat(fake.events()).isEmpty();
    }

    @Test
    void anAddressThatOthersReachNeedsAKey() throws Exception {
        Home home = Home.in(folder);

        var ended = home.run("serve", "--listen", "0.0.0.0:0", "--engine", fake.binary());

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.output()).contains("0.0.0.0:0", "api-key", "--insecure");
        assertThat(home.recua().resolve("run")).doesNotExist();
    }

    @Test
    void environmentBeatsTheFileAndOptionsBeatBothAndKeysWithoutEffectAreNamed() throws Exception {
        Home home =
                Home.in(folder)
                        .models("one")
                        .config(
                                """
                                listen: 127.0.0.1:1
                                api-key: of-the-file
                                ui-port: 3000
                                """)
                        .with("RECUA_LISTEN", "127.0.0.1:2")
                        .with("RECUA_API_KEY", "of-the-environment");

        try (Serving gateway =
                home.serving("serve", "--listen", "127.0.0.1:0", "--engine", fake.binary())) {
            assertThat(gateway.port()).isGreaterThan(2);
            assertThat(status(gateway, "of-the-environment")).isEqualTo(200);
            assertThat(status(gateway, "of-the-file")).isEqualTo(401);
            assertThat(gateway.output())
                    .contains("config.yaml:3:", "warning: ui-port: has no effect yet");
        }
    }

    @Test
    void theEnvironmentsAddressBeatsTheFiles() throws Exception {
        Home home =
                Home.in(folder).config("listen: 127.0.0.1:1\n").with("RECUA_LISTEN", "127.0.0.1:0");

        try (Serving gateway = home.serving("serve", "--engine", fake.binary())) {
            assertThat(gateway.port()).isGreaterThan(2);
        }
    }

    @Test
    void whoWaitsLongerThanTheQueueAllowsIsToldSo() throws Exception {
        fake.set("one", "stallAfterTokens", 1);
        Home home = Home.in(folder).models("one", "two").config("queue: {max-wait: 3s}\n");
        try (Serving gateway = home.serve(fake.binary());
                Wire running = Wire.post(gateway, Chat.stream("one"))) {
            running.readUntil("\"content\":\"I\"");
            long before = System.nanoTime();

            var late = gateway.chat("two");

            Measured.ms("queue.max-wait of 3 s, told after", System.nanoTime() - before);
            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).contains("\"code\":\"wait_timeout\"", "two", "3 s");
            assertThat(late.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void aQueueWithoutALimitIsPossible() throws Exception {
        Home home = Home.in(folder).models("one", "two").config("queue: {max-wait: never}\n");
        try (Serving gateway = home.serve(fake.binary())) {
            assertThat(gateway.chat("one").statusCode()).isEqualTo(200);
            assertThat(gateway.chat("two").statusCode()).isEqualTo(200);
        }
    }

    private static int status(Serving gateway, String key) throws Exception {
        return gateway.get("/v1/models", "Authorization", "Bearer " + key).statusCode();
    }
}
