package dev.recua.gateway.it.breakage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.gateway.it.NeedsRealEngine;
import dev.recua.testkit.FakeLlamaServer;
import dev.recua.testkit.RealEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What SIGKILL of the gateway leaves, and who ends it.
class OrphanIT {
    @TempDir private Path folder;

    @Test
    void theNextStartEndsWhatADeadGatewayLeftAndNothingElse() throws Exception {
        var fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of("ignoreTerm", true));
        Home home = Home.in(folder).models("one");
        ProcessHandle engine = leaveAnOrphan(home, fake.binary());
        assertThat(engine.isAlive()).isTrue();
        Path note = note(home, engine.pid());
        Process samePid = new ProcessBuilder("sleep", "600").start();
        Process sameStart = new ProcessBuilder("sleep", "600").start();
        try {
            String text = Files.readString(note);
            Files.writeString(note(home, samePid.pid()), text.replace(pid(engine), pid(samePid)));
            Files.writeString(
                    note(home, sameStart.pid()),
                    text.replace(pid(engine), pid(sameStart))
                            .replace(startTicks(engine), startTicks(sameStart.toHandle())));

            try (Serving next = home.serve(fake.binary())) {
                engine.onExit().get(10, TimeUnit.SECONDS); // once init has reaped it
                assertThat(next.log()).contains("pid=" + engine.pid(), "forced=true");
                assertThat(samePid.isAlive()).isTrue();
                assertThat(sameStart.isAlive()).isTrue();
                assertThat(home.recua().resolve("run/children")).isEmptyDirectory();
                fake.clear("*", "ignoreTerm");
                assertThat(next.chat("one").statusCode()).isEqualTo(200);
            }
        } finally {
            engine.destroyForcibly();
            samePid.destroyForcibly();
            sameStart.destroyForcibly();
        }
    }

    @Test
    @NeedsRealEngine
    void aRealEngineEndsByItselfWhenItsGatewayIsKilled() throws Exception {
        ProcessHandle engine = leaveAnOrphan(Home.in(folder).models("one"), RealEngine.path());
        long before = System.nanoTime();
        try {
            engine.onExit().get(10, TimeUnit.SECONDS);
            Measured.ms("SIGKILL of the gateway → end of its engine", System.nanoTime() - before);
        } finally {
            engine.destroyForcibly();
        }
    }

    @Test
    void aSecondGatewayOnTheSameHomeIsRefusedAndTouchesNothing() throws Exception {
        var fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        Home home = Home.in(folder).models("one");
        try (Serving first = home.serve(fake.binary())) {
            assertThat(first.chat("one").statusCode()).isEqualTo(200);
            ProcessHandle engine = first.engine();

            var second = home.run("serve", "--listen", "127.0.0.1:0", "--engine", fake.binary());

            assertThat(second.status()).isEqualTo(7);
            assertThat(second.output()).contains(Long.toString(first.process().pid()));
            assertThat(engine.isAlive()).isTrue();
            assertThat(first.chat("one").statusCode()).isEqualTo(200);
            assertThat(first.engine()).isEqualTo(engine);
        }
    }

    private static ProcessHandle leaveAnOrphan(Home home, Path binary) throws Exception {
        Serving gateway = home.serve(binary);
        assertThat(gateway.chat("one").statusCode()).isEqualTo(200);
        ProcessHandle engine = gateway.engine();
        gateway.process().destroyForcibly();
        gateway.awaitEnd(System.nanoTime());
        return engine;
    }

    private static Path note(Home home, long pid) {
        return home.recua().resolve("run/children/" + pid + ".json");
    }

    private static String pid(ProcessHandle process) {
        return "\"pid\":" + process.pid();
    }

    private static String pid(Process process) {
        return pid(process.toHandle());
    }

    /// Field 22 of `/proc/<pid>/stat`; the second may have spaces.
    private static String startTicks(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return "\"startTicks\":" + fields[22 - 3];
    }
}
