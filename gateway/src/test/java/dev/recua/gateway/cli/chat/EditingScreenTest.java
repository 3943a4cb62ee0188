package dev.recua.gateway.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The line editor, with keys that come from a text instead of a keyboard.
class EditingScreenTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    @TempDir Path state;

    @Test
    void aLineIsReadAndThenTheEnd() throws Exception {
        try (Screen screen = typing("What day is it!?\r", Optional.empty())) {
            assertThat(screen.read()).isEqualTo(new Screen.Typed.Text("What day is it!?"));
            assertThat(screen.read()).isEqualTo(new Screen.Typed.End());
        }
    }

    @Test
    void aMessageOverSeveralLinesIsOne() throws Exception {
        try (Screen screen =
                typing("one\\\rtwo\r\"\"\"\rthree \\n !x\r\"\"\"\r", Optional.empty())) {
            assertThat(screen.read()).isEqualTo(new Screen.Typed.Text("one\\\ntwo"));
            assertThat(screen.read())
                    .isEqualTo(new Screen.Typed.Text("\"\"\"\nthree \\n !x\n\"\"\""));
        }
    }

    @Test
    void tabCompletesACommandAndAModel() throws Exception {
        try (Screen screen = typing("/mo\tqw\t\r", Optional.empty())) {
            assertThat(((Screen.Typed.Text) screen.read()).typed().strip())
                    .isEqualTo("/model qwen3:8b");
        }
    }

    @Test
    void whatWasTypedComesBackInTheNextChat() throws Exception {
        Path file = state.resolve("deep/chat-history");
        try (Screen screen = typing("first\\\rof two\r", Optional.of(file))) {
            var _ = screen.read();
        }
        try (Screen screen = typing("\u001b[A\r", Optional.of(file))) {
            assertThat(screen.read()).isEqualTo(new Screen.Typed.Text("first\\\nof two"));
        }
    }

    @Test
    void theHistoryIsForTheUserAlone() throws Exception {
        assumeTrue(Files.getFileStore(state).supportsFileAttributeView("posix"));
        Path file = Files.writeString(state.resolve("chat-history"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (Screen screen = typing("secret\r", Optional.of(file))) {
            var _ = screen.read();
        }

        assertThat(file).content().contains("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aMessageThatBeginsWithASpaceIsNotKept() throws Exception {
        Path file = state.resolve("chat-history");
        try (Screen screen = typing(" hidden\rshown\r", Optional.of(file))) {
            assertThat(screen.read()).isEqualTo(new Screen.Typed.Text(" hidden"));
            var _ = screen.read();
        }

        assertThat(file).content().contains("shown").doesNotContain("hidden");
    }

    @Test
    void theHistoryDoesNotGrowForEver() throws Exception {
        Path file = state.resolve("chat-history");
        var keys = new StringBuilder();
        for (int i = 0; i < 1400; i++) keys.append("question ").append(i).append('\r');
        try (Screen screen = typing(keys.toString(), Optional.of(file))) {
            while (screen.read() instanceof Screen.Typed.Text) {}
        }

        assertThat(Files.readAllLines(file)).hasSizeBetween(900, 1300);
        assertThat(file).content().contains("question 1399");
        if (Files.getFileStore(state).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("also after it was cut")
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void ctrlCCallsWhoeverWatchesAndNobodyAfterwards() throws Exception {
        var stops = new AtomicInteger();
        var terminal = terminal("");
        try (Screen screen = screen(terminal, Optional.empty())) {
            try (var _ = screen.onStop(stops::incrementAndGet)) {
                terminal.raise(Terminal.Signal.INT);
            }
            terminal.raise(Terminal.Signal.INT);
        }

        assertThat(stops).hasValue(1);
    }

    private Screen typing(String keys, Optional<Path> history) throws IOException {
        return screen(terminal(keys), history);
    }

    private Screen screen(Terminal terminal, Optional<Path> history) {
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new EditingScreen(
                terminal,
                print,
                print,
                history,
                () -> List.of("qwen3:8b", "recua:3m"),
                () -> false);
    }

    private Terminal terminal(String keys) throws IOException {
        var terminal =
                new DumbTerminal(
                        "test",
                        "ansi",
                        new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                        out,
                        StandardCharsets.UTF_8);
        var _ = terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
        terminal.setSize(new Size(120, 40));
        return terminal;
    }
}
