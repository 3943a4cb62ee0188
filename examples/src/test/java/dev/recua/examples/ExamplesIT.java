package dev.recua.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.client.fake.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples that need no engine, and what the others say when something is missing.
class ExamplesIT {
    private static final Map<String, String> NOBODY = Map.of("RECUA_URL", "http://127.0.0.1:9");

    @TempDir Path folder;

    @Test
    void everyExampleSaysInItsFirstLineHowToRunItAndTheScriptListsIt() throws IOException {
        String usage = Program.run(Map.of(), List.of("examples/run.sh")).err();

        for (Path file : examples()) {
            String name = file.getFileName().toString().replace(".java", "");
            assertThat(Files.readAllLines(file).getFirst())
                    .startsWith("// Run: examples/run.sh " + name);
            assertThat(usage).contains("\n  " + name);
        }
        assertThat(examples()).hasSize(18);
    }

    @Test
    void readAGgufHeaderTellsWhatTheBundledModelIs() {
        var it = Program.example(Map.of(), "ReadAGgufHeader");

        assertThat(it.err()).isEmpty();
        assertThat(it.exitCode()).isZero();
        assertThat(it.out())
                .contains(
                        "name:         Recua Tiny",
                        "architecture: llama",
                        "quantization: Q8_0",
                        "parameters:   3,049,920 in 57 tensors",
                        "context:      1024",
                        "  llama.block_count = 6\n",
                        "  tokenizer.ggml.tokens = 1024 of string\n");
    }

    @Test
    void readAGgufHeaderSaysWhatIsWrongWithAFile() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.gguf"), "<html>404</html>");

        var it = Program.example(Map.of(), "ReadAGgufHeader", broken.toString());

        assertThat(it.exitCode()).isEqualTo(1);
        assertThat(it.err())
                .isEqualTo(
                        broken
                                + " cannot be used: not a GGUF file: it begins with '<htm' instead of 'GGUF'\n");
    }

    @Test
    void findModelsNamesTheBundledModelAndSaysWhyAFileIsBroken() throws IOException {
        Path bundled = Program.root().resolve("bundled/recua-tiny-3m-instruct-q8_0.gguf");
        Files.copy(bundled, folder.resolve("recua-tiny-3m-instruct-q8_0.gguf"));
        Files.writeString(folder.resolve("empty.gguf"), "");

        var it = Program.example(Map.of(), "FindModels", folder.toString());

        assertThat(it.err()).isEmpty();
        assertThat(it.out())
                .containsPattern("(?m)^recua:3m-instruct  Q8_0  3,281,984 bytes  chat completion")
                .contains("the file is empty")
                .endsWith("2 models, 1 usable\n");
    }

    @Test
    void findModelsSaysWhenThereIsNoSuchFolder() {
        var it = Program.example(Map.of(), "FindModels", folder.resolve("none").toString());

        assertThat(it.exitCode()).isEqualTo(1);
        assertThat(it.err())
                .isEqualTo(folder.resolve("none") + " is no folder. Name one with .gguf files.\n");
    }

    @Test
    void theClientsSayThatNobodyAnswersAndWhatToDo() {
        for (String name :
                List.of(
                        "AskAModel",
                        "StreamAnAnswer",
                        "ChooseAModel",
                        "Dashboard",
                        "FallBack",
                        "LoadAskUnload",
                        "RecoverFromErrors",
                        "StatusMonitor")) {
            var it = Program.example(NOBODY, name);

            assertThat(it.exitCode()).as(name).isEqualTo(1);
            assertThat(it.err())
                    .contains("No gateway answers at http://127.0.0.1:9", "Start one with")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void runAnEngineSaysWhenItIsGivenNoEngine() {
        var none = Program.example(Map.of(), "RunAnEngine");
        var wrong = Program.example(Map.of(), "RunAnEngine", folder.resolve("none").toString());

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .startsWith("Name a llama-server; examples/run.sh FindOrInstallAnEngine");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains(folder.resolve("none").toString()).doesNotContain("\tat ");
    }

    @Test
    void basicServerSaysWhichFileIsMissingAndWhatToDo() {
        Path file = folder.resolve("none.gguf");

        var it = Program.example(Map.of(), "BasicServer", "/bin/true", "Hi", file.toString());

        assertThat(it.exitCode()).isEqualTo(1);
        assertThat(it.out()).isEmpty();
        assertThat(it.err()).contains(file.toString()).doesNotContain("\tat ");
        assertThat(it.err().lines().count()).isGreaterThan(1);
    }

    @Test
    void theServiceSaysWhenItIsGivenNoEngine() {
        var none = Program.example(Map.of(), "ServiceWithCallbacks");
        var wrong =
                Program.example(
                        Map.of(), "ServiceWithCallbacks", folder.resolve("none").toString());

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).startsWith("Name a llama-server;");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.out())
                .startsWith("starting\nerror: ")
                .contains(folder.resolve("none").toString());
        assertThat(wrong.err()).contains("it was given up: ").doesNotContain("\tat ");
    }

    /// What a model does that knows the calendar: calls with dates in the wrong order, is told, and
    /// calls again.
    @Test
    void callToolsTellsTheModelWhatItsFunctionGaveAndWhatWasWrong() {
        try (var model = FakeProvider.open("scholar")) {
            model.meets((_, wire) -> wire.json(200, call("2026-06-30", "2026-05-01")))
                    .meets((_, wire) -> wire.json(200, call("2026-05-01", "2026-06-30")));

            var it = Program.example(Map.of("RECUA_URL", model.address().toString()), "CallTools");

            assertThat(it.err()).isEmpty();
            assertThat(it.out())
                    .matches(
                            "(?s)length_of_period.* = .*to must not be before from.*\n"
                                    + "length_of_period.* = 60\nI am scholar\n");
            assertThat(model.chats()).hasSize(3);
            assertThat(model.chats().getLast().path("messages").path(5).path("content").asString())
                    .isEqualTo("60");
        }
    }

    private static String call(String from, String to) {
        return """
        {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
        "message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",\
        "function":{"name":"length_of_period","arguments":"{\\"from\\":\\"%s\\",\\"to\\":\\"%s\\"}"}}]},\
        "finish_reason":"tool_calls"}]}"""
                .formatted(from, to);
    }

    @Test
    void chooseAModelTakesNoNumberThatItsListLacks() {
        try (var gateway = FakeProvider.open("only")) {
            var it =
                    Program.example(
                            Map.of("RECUA_URL", gateway.address().toString()), "ChooseAModel", "7");

            assertThat(it.exitCode()).isEqualTo(1);
            assertThat(it.out()).contains(" 1  only-model");
            assertThat(it.err()).isEqualTo("There is no model 7. Choose 1 to 1.\n");
        }
    }

    @Test
    void sizesAndTimesReadAsPeopleWriteThem() {
        assertThat(LiveStats.time(Duration.ofSeconds(5445))).isEqualTo("1h 30m 45s");
        assertThat(LiveStats.time(Duration.ofDays(2))).isEqualTo("48h 0m 0s");
        assertThat(LiveStats.size(0)).isEqualTo("0 B");
        assertThat(LiveStats.size(999)).isEqualTo("999 B");
        assertThat(LiveStats.size(999_949)).isEqualTo("999.9 kB");
        assertThat(LiveStats.size(999_950)).isEqualTo("1.0 MB");
        assertThat(LiveStats.size(4_683_072_032L)).isEqualTo("4.7 GB");
        assertThat(LiveStats.size(Long.MAX_VALUE)).isEqualTo("9223372.0 TB");
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/recua/examples"))) {
            return files.filter(it -> !it.endsWith("package-info.java")).sorted().toList();
        }
    }
}
