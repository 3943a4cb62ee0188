package dev.recua.supervisor.args;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.Child;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.engine.EngineFacts;
import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real: only the binary itself knows which options it takes, and in which form.
@Tag("real")
@Timeout(300)
class RealDialectIT {
    /// Printed and ended with, or refused by how a binary was built.
    private static final List<String> NOT_TRIED = List.of("--rpc");

    @TempDir Path home;

    private Path binary = Path.of("");
    private EngineFacts engine = new EngineFacts("", 0, "", "", noFlags());

    @BeforeEach
    void find() throws Exception {
        RealEngine.whyNot().ifPresent(Assumptions::abort);
        binary = RealEngine.path();
        engine = ((ProbeResult.Works) new EngineProbe().probe(binary)).facts();
        Assumptions.assumeTrue(
                engine.version().equals("0.7.0"),
                () -> "the table is that of 0.7.0, the engine is " + engine.version());
        Files.writeString(home.resolve("any.json"), "{}");
        Files.writeString(home.resolve("any.gbnf"), "root ::= \"a\"");
    }

    @Test
    void itsHelpListsEverySpellingOfTheTableAndTheTableEveryOptionOfItsHelp() {
        var table = new TreeSet<String>();
        for (Option option : Options.LLAMA_SERVER.all()) {
            table.addAll(option.on());
            table.addAll(option.off());
        }
        var help = new TreeSet<String>();
        engine.flags().flags().forEach(flag -> help.addAll(flag.spellings()));

        assertThat(table).isEqualTo(help);
    }

    @Test
    void itTakesEveryOptionInTheFormOfTheTable() throws Exception {
        List<String> refused = new ArrayList<>();
        int tried = 0;
        for (Option option : Options.LLAMA_SERVER.all()) {
            if (option.isFormer() || option.group().equals("ending")) continue;
            if (NOT_TRIED.contains(option.name())) continue;
            tried++;
            List<String> words = new ArrayList<>(List.of(option.name()));
            words.addAll(values(option));
            assertThat(option.kind().problem(words.subList(1, words.size()))).isEmpty();
            String answer = answer(words);
            if (!answer.contains("version: 0.7.0")) refused.add(words + ": " + answer);
        }
        assertThat(refused).isEmpty();
        assertThat(tried).isGreaterThan(210);
    }

    @Test
    void itTakesWhatTheGoldenFileSaysThatItIsTold() throws Exception {
        for (String line : Resource.text("golden-0.7.0.txt").lines().toList()) {
            if (!line.startsWith("> ")) continue;
            var words = (ShellWords.Words) ShellWords.split(line.substring(2));
            assertThat(answer(words.words())).as(line).contains("version: 0.7.0");
        }
    }

    @Test
    void itStartsWithABroadTypedSet() throws Exception {
        EngineArgs args =
                EngineArgs.builder()
                        .contextSize(512)
                        .batchSize(256)
                        .ubatchSize(128)
                        .parallel(2)
                        .threads(2)
                        .threadsBatch(2)
                        .gpuLayers(0)
                        .mainGpu(0)
                        .splitMode(Choice.SplitMode.LAYER)
                        .tensorSplit(1)
                        .cacheTypes(Choice.CacheType.F16, Choice.CacheType.F16)
                        .flashAttention(Choice.FlashAttention.AUTO)
                        .loadMode(Choice.LoadMode.MMAP)
                        .ropeScaling(Choice.RopeScaling.LINEAR)
                        .ropeScale(1)
                        .seed(42)
                        .temperature(0.5)
                        .topK(40)
                        .topP(0.9)
                        .repeatPenalty(1.1)
                        .predict(64)
                        .specTypes(Choice.SpecType.NGRAM_MOD)
                        .jinja(true)
                        .chatTemplate("chatml")
                        .reasoningFormat(Choice.ReasoningFormat.NONE)
                        .on("--kv-unified")
                        .on("--metrics")
                        .on("--slots")
                        .off("--ui")
                        .set("--cache-ram", 64)
                        .set("--sse-ping-interval", 5)
                        .set("--min-p", 0.05)
                        .set("--numa", "distribute")
                        .set("--fit", "off")
                        .set("--lazy-mode", "off")
                        .set("--timeout", 60)
                        .set("--verbosity", 3)
                        .words("--mlock --no-mmap -fa --draft-max 4 --no-warmup --temp 0.7")
                        .build();

        Spoken spoken = args.speak(engine.flags());

        assertThat(spoken.problems()).isEmpty();
        assertThat(spoken.translations()).hasSize(3);
        Child child = Child.launch(spec(spoken));
        try {
            assertThat(child.started().get(60, TimeUnit.SECONDS))
                    .isInstanceOf(StartOutcome.Ready.class);
        } finally {
            child.stop().get(20, TimeUnit.SECONDS);
        }
    }

    private ChildSpec spec(Spoken spoken) {
        return new ChildSpec(
                "tiny",
                binary,
                port -> {
                    List<String> words = new ArrayList<>(List.of("--port", Integer.toString(port)));
                    words.addAll(List.of("--model", RealEngine.model().toString()));
                    words.addAll(spoken.args());
                    return words;
                },
                spoken.env(),
                Optional.empty(),
                ChildLimits.DEFAULT,
                home.resolve("config"),
                home.resolve("run"));
    }

    /// What it says to the words, followed by `--version`, which ends it once they are read.
    private String answer(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(binary.toString());
        command.addAll(words);
        command.add("--version");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(home.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LLAMA_"));
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /// Some values that the option takes.
    private List<String> values(Option option) {
        String special = special().getOrDefault(option.name(), "");
        if (!special.isEmpty()) return List.of(special);
        return switch (option.kind()) {
            case Kind.Switch none -> List.of();
            case Kind.Whole whole -> List.of(Long.toString(whole.least()));
            case Kind.Decimal number -> List.of("0.5");
            case Kind.Toggle toggle -> List.of(toggle.words().getFirst());
            case Kind.OneOf one -> List.of(one.words().getLast());
            case Kind.SomeOf some -> List.of(String.join(",", some.words()));
            case Kind.Text text -> List.of("a");
            case Kind.File file -> List.of(home.resolve("any.json").toString());
            case Kind.Scaled scaled -> List.of("a.gguf:0.5");
            case Kind.Pair pair -> List.of("1", "2");
            case Kind.Secret secret -> List.of("k");
        };
    }

    private Map<String, String> special() {
        return Map.ofEntries(
                Map.entry("--override-kv", "a.b=bool:true"),
                Map.entry("--slot-save-path", home.toString()),
                Map.entry("--media-path", home.toString()),
                Map.entry("--log-prompts-dir", home.resolve("prompts").toString()),
                Map.entry("--log-file", home.resolve("log").toString()),
                Map.entry("--grammar-file", home.resolve("any.gbnf").toString()),
                Map.entry("--cpu-range", "0-1"),
                Map.entry("--cpu-range-batch", "0-1"),
                Map.entry("--spec-draft-cpu-range", "0-1"),
                Map.entry("--tensor-split", "3,1"),
                Map.entry("--device", "none"),
                Map.entry("--spec-draft-device", "none"),
                Map.entry("--mmproj-device", "none"),
                Map.entry("--override-tensor", "x=CPU"),
                Map.entry("--spec-draft-override-tensor", "x=CPU"),
                Map.entry("--fit-target", "1024"),
                Map.entry("--chat-template-kwargs", "{}"),
                Map.entry("--mcp-servers-json", "{}"),
                Map.entry("--json-schema", "{}"),
                Map.entry("--logit-bias", "1+1"),
                Map.entry("--spec-synth-rates", "0.5"));
    }

    private static EngineFlags noFlags() {
        return new EngineFlags(List.of());
    }
}
