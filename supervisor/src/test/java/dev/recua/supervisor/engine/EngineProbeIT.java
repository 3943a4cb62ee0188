package dev.recua.supervisor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.engine.EngineProblem.Kind;
import dev.recua.supervisor.engine.ProbeResult.Fails;
import dev.recua.supervisor.engine.ProbeResult.Works;
import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts small shell scripts that behave as llama-servers do.
class EngineProbeIT {
    private static final String HELP =
            """
            printf '%s\\n' '-m,    --model FNAME   model' '--host HOST   address' '--port PORT   port'
            """;

    @TempDir Path folder;
    private final EngineProbe probe = new EngineProbe();

    private Path script(String body) throws IOException {
        Path file = folder.resolve("llama-server");
        Files.writeString(file, "#!/bin/sh\n" + body);
        Folders.makeExecutable(file);
        return file;
    }

    private Path server() throws IOException {
        return script(
                "echo \"$1\" >> "
                        + folder.resolve("calls")
                        + "\n"
                        + "if [ \"$1\" = --version ]; then\n"
                        + "  echo 'version: 0.7.0 (build 11669, commit abc)' >&2; exit 0\nfi\n"
                        + HELP);
    }

    private EngineProblem problem(Path binary) throws InterruptedException {
        return ((Fails) probe.probe(binary)).problem();
    }

    @Test
    void aServerTellsItsVersionAndFlags() throws Exception {
        EngineFacts facts = ((Works) probe.probe(server())).facts();

        assertThat(facts.version()).isEqualTo("0.7.0");
        assertThat(facts.build()).isEqualTo(11669);
        assertThat(facts.flags().flags()).hasSize(3);
    }

    @Test
    void aSecondProbeRunsNothingUntilTheFileChanges() throws Exception {
        Path binary = server();
        Path cache = folder.resolve("state/probes.json");
        Path calls = folder.resolve("calls");

        ProbeResult first = new EngineProbe(cache).probe(binary);
        ProbeResult second = new EngineProbe(cache).probe(binary);

        assertThat(second).isEqualTo(first);
        assertThat(Files.readAllLines(calls)).containsExactly("--version", "--help");

        Files.setLastModifiedTime(binary, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        new EngineProbe(cache).probe(binary);
        assertThat(Files.readAllLines(calls)).hasSize(4);
    }

    @Test
    void aDamagedCacheIsBegunAnew() throws Exception {
        Path binary = server();
        Path cache = Files.writeString(folder.resolve("probes.json"), "{\"engines\":[{");

        assertThat(new EngineProbe(cache).probe(binary)).isInstanceOf(Works.class);
        assertThat(new EngineProbe(cache).probe(binary)).isInstanceOf(Works.class);
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(2);
    }

    @Test
    void aFailureIsNotRemembered() throws Exception {
        Path cache = folder.resolve("probes.json");
        assertThat(new EngineProbe(cache).probe(script("exit 3\n"))).isInstanceOf(Fails.class);

        assertThat(new EngineProbe(cache).probe(server())).isInstanceOf(Works.class);
    }

    @Test
    void nothingAFolderAndAFileWithoutPermissionAreToldApart() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");

        assertThat(problem(folder.resolve("nowhere")).kind()).isEqualTo(Kind.ABSENT);
        assertThat(problem(folder).kind()).isEqualTo(Kind.NOT_A_FILE);
        assertThat(problem(plain).kind()).isEqualTo(Kind.NOT_EXECUTABLE);
    }

    @Test
    void anotherProgramIsNotALlamaServer() throws Exception {
        EngineProblem problem = problem(script("echo \"nginx version: 1.22\"\n"));

        assertThat(problem.kind()).isEqualTo(Kind.NOT_LLAMA_SERVER);
        assertThat(problem.message()).contains("nginx version: 1.22").contains("--engine PATH");
    }

    @Test
    void anotherToolOfLlamaCppIsNotItsServer() throws Exception {
        EngineProblem problem =
                problem(
                        script(
                                "echo 'version: 10587 (abc)'\necho '-m,    --model FNAME   model'\n"));

        assertThat(problem.kind()).isEqualTo(Kind.NOT_LLAMA_SERVER);
        assertThat(problem.message()).contains("--host, --port");
    }

    @Test
    void aMissingLibraryIsNamed() throws Exception {
        EngineProblem problem =
                problem(
                        script(
                                "echo 'error while loading shared libraries: libgomp.so.1: cannot open shared"
                                        + " object file' >&2; exit 127\n"));

        assertThat(problem.kind()).isEqualTo(Kind.LIBRARY_MISSING);
        assertThat(problem.exit()).isEqualTo(OptionalInt.of(127));
        assertThat(problem.message()).contains("libgomp.so.1").contains("--engine PATH");
    }

    @Test
    void aBinaryForAnotherMachineDoesNotRun() throws Exception {
        Path file =
                Files.write(
                        folder.resolve("llama-server"), new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3});
        Folders.makeExecutable(file);

        assertThat(problem(file).kind()).isEqualTo(Kind.DOES_NOT_RUN);
    }

    @Test
    void aFailingOneIsToldWithItsExitCodeAndLastLines() throws Exception {
        EngineProblem problem = problem(script("echo one; echo two >&2; exit 9\n"));

        assertThat(problem)
                .isEqualTo(
                        new EngineProblem(
                                Kind.DOES_NOT_RUN,
                                folder.resolve("llama-server"),
                                "ended --version with exit code 9",
                                OptionalInt.of(9),
                                List.of("one", "two")));
    }

    @Test
    void oneThatHangsIsEndedWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        Path binary = script("sleep 600 &\necho $! > " + pid + "\nwait\n");
        var impatient = new EngineProbe(Duration.ofSeconds(1), Optional.empty());

        EngineProblem problem = ((Fails) impatient.probe(binary)).problem();

        assertThat(problem.kind()).isEqualTo(Kind.HANGS);
        assertThat(problem.message()).contains("within 1 s");
        long child = Long.parseLong(Files.readString(pid).strip());
        await().atMost(Duration.ofSeconds(5)).until(() -> ProcessHandle.of(child).isEmpty());
    }

    @Test
    void endlessOutputIsBounded() throws Exception {
        var impatient = new EngineProbe(Duration.ofSeconds(1), Optional.empty());

        EngineProblem problem = ((Fails) impatient.probe(script("yes yes\n"))).problem();

        assertThat(problem.kind()).isEqualTo(Kind.HANGS);
        assertThat(problem.message().length()).isLessThan(1000);
    }

    @Test
    void aConfigurationFileOfTheUserIsNotSeen() throws Exception {
        Path binary =
                script(
                        "[ -e \"$XDG_CONFIG_HOME/llama.cpp/config.ini\" ] && exit 5\n"
                                + "if [ \"$1\" = --version ]; then echo 'version: 1 (a)'; else "
                                + HELP
                                + "fi\n");

        assertThat(probe.probe(binary)).isInstanceOf(Works.class);
    }
}
