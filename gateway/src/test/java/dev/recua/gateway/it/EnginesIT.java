package dev.recua.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.engine.EngineFacts;
import dev.recua.supervisor.engine.EngineId;
import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.ProbeResult;
import dev.recua.supervisor.engine.Variant;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `recua engine` with two installed engines, before and while a gateway runs. Both are a script
/// that starts the real llama-server, as an installed package of a distribution is.
@NeedsRealEngine
class EnginesIT {
    private static final String TWIN = "twin";

    @TempDir private Path home;
    private PackagedRecua recua;
    private EngineStore store;
    private InstalledEngine newest;
    private InstalledEngine old;

    @BeforeEach
    void installBoth() throws Exception {
        recua =
                PackagedRecua.in(home)
                        .config(
                                "models: {%s: {file: '%s'}}\n"
                                        .formatted(TWIN, Distribution.bundledModel()));
        store = new EngineStore(recua.recuaHome().resolve("engines"));
        EngineFacts facts =
                ((ProbeResult.Works) new EngineProbe().probe(RealEngine.path())).facts();
        newest = place(facts.version(), facts.build());
        old = place("0.0.1", 1);
    }

    private InstalledEngine place(String version, int build) throws IOException {
        Path work = store.newWorkFolder();
        Path script = work.resolve("llama-server");
        Files.writeString(script, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(RealEngine.path()));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        var id = new EngineId(version, Platform.current().target().id(), Variant.CPU);
        return store.place(
                work,
                new InstalledEngine(
                        id, build, "a test", script, script, "00", Instant.now(), work));
    }

    @Test
    @Timeout(180)
    void anEngineIsChosenServesIsReplacedWhileItServesAndIsRemovedWhenNobodyRunsOnIt() {
        List<String> listed = recua.run("engine", "ls").expect(0).out().lines().toList();
        assertThat(listed.get(1)).startsWith(newest.id().toString());
        assertThat(listed.get(2)).startsWith(old.id().toString());

        recua.run("engine", "use", "0.0.1").expect(0);
        try (RunningGateway gateway = recua.serve()) {
            Caller caller = gateway.caller();
            assertThat(caller.chat("recua-tiny", Caller.MONDAY).expect(200).text())
                    .isEqualTo("Tuesday.");
            assertThat(binaries()).containsExactly(old.binary().toString());
            assertThat(caller.get("/api/info").expect(200).json().path("engine").path("path"))
                    .hasToString("\"" + old.binary() + "\"");

            Ended refused = recua.run("engine", "rm", "0.0.1").expect(1);
            assertThat(refused.err()).contains(old.id() + " is in use by recua:3m-instruct");
            assertThat(old.binary()).exists();

            assertThat(recua.run("engine", "use", newest.id().toString()).expect(0).out())
                    .contains("Models start with " + newest.id());
            assertThat(binaries()).as("a running model keeps its engine").hasSize(1);
            caller.chat(TWIN, Caller.MONDAY).expect(200);
            assertThat(binaries()).containsExactly(newest.binary().toString());

            assertThat(recua.run("engine", "rm", "0.0.1").expect(0).out()).contains("Removed");
            assertThat(old.folder()).doesNotExist();
            assertThat(recua.run("engine", "ls").expect(0).out()).doesNotContain("0.0.1");
        }
    }

    @Test
    void whatCannotBeDoneEndsWithTheCodeThatSaysWhy() {
        assertThat(recua.run("engine", "use", "0.9.9").expect(4).err())
                .contains("0.9.9", newest.id().toString());
        recua.run("engine", "install", "--variant", "abacus").expect(2);
        assertThat(recua.run("engine", "install", "0.9.9").expect(6).err()).contains("offline");
        Ended chosen =
                recua.engine(RealEngine.path()).run("engine", "use", old.id().toString()).expect(0);
        assertThat(chosen.err()).contains("has no effect", "RECUA_ENGINE");
    }

    /// What the noted children were started from.
    private List<String> binaries() {
        try (Stream<Path> notes = Files.list(recua.recuaHome().resolve("run/children"))) {
            return notes.filter(note -> note.toString().endsWith(".json"))
                    .map(EnginesIT::binary)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String binary(Path note) {
        try {
            return Caller.JSON.readTree(Files.readString(note)).path("binary").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
