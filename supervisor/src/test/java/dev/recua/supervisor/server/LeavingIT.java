package dev.recua.supervisor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.testkit.FakeLlamaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeavingIT {
    @TempDir Path folder;

    @Test
    void aProgramThatLeavesTakesItsServerAndTheNotesOfItWithIt() throws Exception {
        FakeLlamaServer fake = FakeLlamaServer.install(folder.resolve("fake"), Map.of());
        Path model = Files.writeString(folder.resolve("tiny.gguf"), "GGUF");
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));

        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                classPath,
                                LeavingMain.class.getName(),
                                fake.binary().toString(),
                                model.toString())
                        .inheritIO()
                        .start();

        assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isZero();
        long pid = fake.events("start").getFirst().pid();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                .as("it had ended before the program did")
                .isEmpty();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(p -> p.getFileName().toString().startsWith("recua-"))).isEmpty();
        }
    }
}
