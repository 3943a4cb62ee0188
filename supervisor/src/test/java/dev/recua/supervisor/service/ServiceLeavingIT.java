package dev.recua.supervisor.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a signal to a program means for the server of its service.
@Timeout(90)
class ServiceLeavingIT {
    @TempDir Path folder;

    @Test
    void aProgramThatGetsSigtermTakesItsServerWithIt() throws Exception {
        leavesWithinSixSeconds(Map.of());
    }

    @Test
    void alsoOneThatIgnoresSigterm() throws Exception {
        leavesWithinSixSeconds(Map.of("ignoreTerm", true));
    }

    private void leavesWithinSixSeconds(Map<String, ?> knobs) throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(folder.resolve("fake"), knobs);
        Path model = Files.writeString(folder.resolve("tiny.gguf"), "GGUF");
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Process program = program(fake, model, temporary);
        try {
            assertThat(program.inputReader().readLine()).isEqualTo("ready");
            program.toHandle().destroy();
            assertThat(program.waitFor(6, TimeUnit.SECONDS)).as("it left in time").isTrue();
        } finally {
            program.destroyForcibly();
        }

        List<Long> pids = fake.events("start").stream().map(FakeLlamaServer.Event::pid).toList();
        assertThat(pids).hasSize(1);
        assertThat(ProcessHandle.of(pids.getFirst()).filter(ProcessHandle::isAlive)).isEmpty();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(p -> p.getFileName().toString().startsWith("recua-"))).isEmpty();
        }
    }

    private static Process program(FakeLlamaServer fake, Path model, Path temporary)
            throws IOException {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        classPath,
                        ServiceMain.class.getName(),
                        fake.binary().toString(),
                        model.toString(),
                        Integer.toString(freePort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
