package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `recua provider ls` and `recua provider use`.
class ProviderCommandsTest {
    private static final String KEY = "sk-never-printed-4711";

    @TempDir private Path home;

    @BeforeEach
    void configure() throws IOException {
        Path file =
                Files.writeString(
                        home.resolve("client.json"),
                        """
                        {"provider": "ollama", "providers": {
                          "llama-cpp": {"baseUrl": "http://gpu.lan:8080/v1", "apiKey": "%s"}}}"""
                                .formatted(KEY));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void everyProviderIsListedWithItsLabel() {
        InMemory.Result result = run("provider", "ls");

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .isEqualTo(
                        """
                        PROVIDER           NAME               ADDRESS                    KEY  CONFIGURED  USED
                        Ollama             ollama             http://localhost:11434     -    -           yes
                        OpenRouter         openrouter         https://openrouter.ai/api  -    -           -
                        OpenAI Compatible  openai-compatible  -                          -    -           -
                        llama.cpp          llama-cpp          http://gpu.lan:8080        yes  yes         -
                        Recua              recua              http://127.0.0.1:8091      -    -           -
                        Ollama is asked first: the file says so.
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "llama-cpp, llama-cpp",
        "llama.cpp, llama-cpp",
        "Ollama, ollama",
        "OpenRouter, openrouter",
        "recua, recua",
    })
    void aProviderIsChosenByItsNameOrLabelAndRemembered(String name, String wire) {
        assertThat(run("provider", "use", name).code()).isZero();

        assertThat(home.resolve("state/last-provider")).content().isEqualTo(wire + "\n");
        assertThat(run("provider", "ls", "--json").out())
                .contains("\"used\" : \"" + wire + "\"", "\"by\" : \"choice\"");
    }

    @Test
    void theChoiceIsTold() {
        assertThat(run("provider", "use", "llama.cpp").out())
                .isEqualTo(
                        "llama.cpp (llama-cpp) at http://gpu.lan:8080 is asked first from now on.\n");
    }

    @Test
    void anotherNameIsNotFound() {
        InMemory.Result result = run("provider", "use", "gpt");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo(
                        """
                        recua: no provider is called "gpt".
                          There are: ollama, openrouter, openai-compatible, llama-cpp, recua
                        """);
        assertThat(home.resolve("state/last-provider")).doesNotExist();
    }

    @Test
    void aProviderWithoutAnAddressCannotBeChosen() {
        InMemory.Result result = run("provider", "use", "OpenAI Compatible");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains(
                        "Write baseUrl into providers.openai-compatible of "
                                + home.resolve("client.json"));
    }

    @Test
    void aVariableBeatsTheChoiceAndThatIsSaid() {
        InMemory recua = new InMemory(home.resolve("run"));
        recua.env.put("RECUA_CLIENT_PROVIDER", "recua");

        InMemory.Result result = recua.run("--home", home.toString(), "provider", "use", "ollama");

        assertThat(result.code()).isZero();
        assertThat(result.err())
                .isEqualTo(
                        "It has no effect yet: Recua is asked first: RECUA_CLIENT_PROVIDER says so.\n");
    }

    @Test
    void withoutFileRecuaIsAskedFirst() throws IOException {
        Files.delete(home.resolve("client.json"));

        assertThat(run("provider", "ls").out())
                .endsWith("Recua is asked first: nobody chose another.\n");
    }

    @Test
    void recuaIsListedWhereTheGatewayOfTheSameHomeListens() throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(home.resolve("run/gateway.json"), "{\"url\":\"http://127.0.0.1:4711\"}");

        assertThat(run("provider", "ls").out())
                .contains("recua              http://127.0.0.1:4711");
    }

    /// The list said Recua, and programs asked the one that was configured.
    @Test
    void whereNobodyChoseTheOneThatIsConfiguredIsAskedFirst() throws IOException {
        Files.writeString(home.resolve("client.json"), "{\"providers\":{\"llama-cpp\":{}}}");

        assertThat(run("provider", "ls").out())
                .endsWith("llama.cpp is asked first: nobody chose another.\n");
    }

    @Test
    void aConfigurationThatCannotBeUsedEndsWithFiveAndEveryProblem() throws IOException {
        Files.writeString(home.resolve("client.json"), "{\"provder\": 1, \"providers\": []}");

        InMemory.Result result = run("provider", "ls");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains(
                        "/provder: unknown key. Did you mean provider?",
                        "/providers: must be an object");
    }

    @Test
    void nothingThatIsPrintedHasTheKeyInIt() {
        for (String[] command :
                new String[][] {
                    {"provider", "ls"},
                    {"provider", "ls", "--json"},
                    {"provider", "use", "llama-cpp"},
                    {"provider", "use", "llama-cpp", "--json"}
                }) {
            InMemory.Result result = run(command);
            assertThat(result.out() + result.err()).doesNotContain(KEY);
        }
    }

    private InMemory.Result run(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "--home";
        all[1] = home.toString();
        System.arraycopy(args, 0, all, 2, args.length);
        return new InMemory(home.resolve("run")).run(all);
    }
}
