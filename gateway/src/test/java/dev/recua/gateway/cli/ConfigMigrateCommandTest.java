package dev.recua.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `recua config migrate`.
class ConfigMigrateCommandTest {
    private static final String KEY = "sk-never-printed-4711";
    private static final String AGENTS =
            "{\"nanocoder\": {\"openRouter\": {\"apiKey\": \"" + KEY + "\"}, \"llamaCpp\": {}}}";

    @TempDir private Path folder;
    private Path home;
    private Path agents;

    @BeforeEach
    void writeTheFile() throws IOException {
        home = folder.resolve("home");
        agents = Files.writeString(folder.resolve("agents.config.json"), AGENTS);
    }

    @Test
    void itSaysWhatItDid() {
        InMemory.Result result = run(agents.toString());

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        """
                        Read FOLDER/agents.config.json: OpenRouter, llama.cpp.
                        Kept it as FOLDER/agents.config.backup.json, byte for byte.
                        Wrote FOLDER/home/client.json, for your eyes only, and read it back: it says the same.
                        A provider on another machine gets nothing that one on this machine could not answer,
                        unless allowRemoteFallback becomes true there.
                        `recua provider ls` shows the providers; `recua config migrate --rollback` takes it back.
                        """
                                .replace("FOLDER", folder.toString()));
        assertThat(result.err())
                .contains("warning: ", "/nanocoder/openRouter/apiKey", "Run: chmod 600 " + agents);
        assertThat(folder.resolve("agents.config.backup.json")).content().isEqualTo(AGENTS);
        assertThat(home.resolve("client.json"))
                .content()
                .contains("\"openrouter\"", "\"llama-cpp\"");
    }

    @Test
    void aDryRunWritesNothingAndMasksTheKeys() {
        InMemory.Result result = run(agents.toString(), "--dry-run");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Would keep it as ", "\"apiKey\" : \"****\"");
        assertThat(home).doesNotExist();
        assertThat(folder.resolve("agents.config.backup.json")).doesNotExist();
    }

    @Test
    void itCanBeTakenBack() {
        run(agents.toString());

        InMemory.Result result = run(agents.toString(), "--rollback");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        "%s is as it was before.%nRemoved %s.%n"
                                .formatted(agents, home.resolve("client.json")));
        assertThat(home.resolve("client.json")).doesNotExist();
        assertThat(agents).content().isEqualTo(AGENTS);
    }

    @Test
    void aSecondTimeThereIsNothingToDo() {
        run(agents.toString());

        InMemory.Result result = run(agents.toString());

        assertThat(result.code()).isZero();
        assertThat(result.out()).endsWith("says what " + agents + " says already.\n");
    }

    @Test
    void aClientFileThatIsThereStaysAndTheCommandFails() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("client.json"), "{}");

        InMemory.Result result = run(agents.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("is there already and says something else; nothing was changed.");
        assertThat(home.resolve("client.json")).content().isEqualTo("{}");
    }

    @Test
    void aFileThatIsNotThereIsNotFound() {
        InMemory.Result result = run(folder.resolve("none.json").toString());

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("there is no " + folder.resolve("none.json"));
        assertThat(run(folder.resolve("none.json").toString(), "--rollback").code()).isEqualTo(4);
    }

    @Test
    void aFileWithProblemsEndsWithFiveAndAllOfThem() throws IOException {
        Files.writeString(
                agents, "{\"nanocoder\": {\"llamaCpp\": {\"timeout\": 0, \"retries\": 1}}}");

        InMemory.Result result = run(agents.toString());

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.err())
                .contains("/nanocoder/llamaCpp/timeout: ", "/nanocoder/llamaCpp/retries: ");
    }

    @Test
    void anotherFileEndsWithFive() throws IOException {
        Files.writeString(agents, "{}");

        assertThat(run(agents.toString()))
                .returns(5, InMemory.Result::code)
                .returns(
                        "recua: %s is no agents.config.json: it has no \"nanocoder\".%n  Name the right file.%n"
                                .formatted(agents),
                        InMemory.Result::err);
    }

    @Test
    void dryRunAndRollbackExcludeEachOther() {
        assertThat(run("--dry-run", "--rollback").code()).isEqualTo(2);
    }

    @Test
    void asJsonItIsForPrograms() {
        assertThat(run(agents.toString(), "--json").out())
                .contains(
                        "\"written\" : true",
                        "\"backup\" : \"" + folder.resolve("agents.config.backup.json") + "\"");
        assertThat(run(agents.toString(), "--json").out()).contains("\"written\" : false");
        assertThat(run(agents.toString(), "--rollback", "--json").out())
                .contains("\"restored\" : false", "\"targetRemoved\" : true");
    }

    @Test
    void nothingThatIsPrintedHasTheKeyInIt() throws IOException {
        StringBuilder printed = new StringBuilder();
        for (String[] options :
                new String[][] {
                    {"--dry-run"}, {"--dry-run", "--json"}, {"--json"}, {}, {"--rollback"}
                }) {
            String[] args = new String[options.length + 1];
            args[0] = agents.toString();
            System.arraycopy(options, 0, args, 1, options.length);
            InMemory.Result result = run(args);
            printed.append(result.out()).append(result.err());
        }
        Files.writeString(agents, AGENTS.replace("llamaCpp", "x\" \"" + KEY));
        printed.append(run(agents.toString()).err());

        assertThat(printed.toString()).contains("****", "is no JSON").doesNotContain(KEY);
    }

    private InMemory.Result run(String... args) {
        String[] all = new String[args.length + 4];
        all[0] = "--home";
        all[1] = home.toString();
        all[2] = "config";
        all[3] = "migrate";
        System.arraycopy(args, 0, all, 4, args.length);
        return new InMemory(home.resolve("run")).run(all);
    }
}
