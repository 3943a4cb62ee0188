package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.admin.ModelInfos;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.cli.InMemory.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LsCommandTest {
    private final FakeGateway gateway = new FakeGateway();
    @TempDir Path run;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void modelsAreATableAndBelowItStandsWhyOneCannotBeUsed() {
        Result result = new InMemory(run).against(gateway).run("ls");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualToNormalizingNewlines(
                        """
                        ID                 SIZE     QUANT   STATUS   ALIASES
                        qwen3:8b           4.7 GiB  Q4_K_M  ready    gpt-4, text-davinci-003
                        broken:1b          1.0 KiB  -       error    -
                        recua:3m-instruct  3.1 MiB  Q8_0    initial  recua-tiny

                        broken:1b cannot be used: 12 bytes are missing
                          /models/broken-1b.gguf
                        """);
    }

    @Test
    void asJsonItIsTheGatewaysList() {
        Result result = new InMemory(run).against(gateway).run("ls", "--json");

        assertThat(WireJson.mapper().readValue(result.out(), ModelInfos.class))
                .isEqualTo(WireJson.mapper().readValue(FakeGateway.CATALOGUE, ModelInfos.class));
    }

    @Test
    void theUrlOptionBeatsTheEnvironment() {
        var inMemory = new InMemory(run);
        inMemory.env.put("RECUA_URL", "http://127.0.0.1:1");

        assertThat(inMemory.run("--url", gateway.url() + "/v1", "ls").code()).isZero();
    }

    @Test
    void theRunFileOfTheHomeTellsWhereTheGatewayIs() throws IOException {
        Path ofHome = Files.createDirectories(run.resolve("home/run"));
        Files.writeString(
                ofHome.resolve("gateway.json"), "{\"url\":\"%s\"}".formatted(gateway.url()));

        Result result = new InMemory(run).run("ls", "--home", run.resolve("home").toString());

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("recua:3m-instruct");
    }

    @Test
    void withoutAGatewayItSaysWhereItLookedAndWhatToDo() {
        gateway.close();

        Result result = new InMemory(run).against(gateway).run("ls");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err())
                .contains(
                        gateway.url().toString(), "RECUA_URL", "connection refused", "recua serve");
    }

    @Test
    void anAddressThatIsNoneIsAMistakeOfUse() {
        Result result = new InMemory(run).run("ls", "--url", "localhost:8091");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--url", "http://127.0.0.1:8091");
    }

    @Test
    void aGatewayWithoutModelsSaysWhatToDo() {
        gateway.catalogue = "{\"models\":[]}";

        Result result = new InMemory(run).against(gateway).run("ls");

        assertThat(result.code()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("has no model", ".gguf");
    }
}
