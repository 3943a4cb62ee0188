package dev.recua.gateway.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/// A terminal window with a shell in it, in which `recua` is the packaged launcher: what is typed
/// goes through a real pseudo-terminal, and what is read is what a person would see.
///
/// The shell's prompt is `[0] $ `, with the exit code of the command before. Used by one thread.
final class PseudoTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final char CTRL_C = 3;
    private static final char CTRL_D = 4;

    /// Wide enough that no line is wrapped.
    private static final String SHELL =
            "stty cols 500 rows 50; exec bash --norc --noprofile --noediting -i";

    private static final Pattern PROMPT = Pattern.compile("(?m)^\\[(\\d+)\\] \\$ ");

    private final Process process;
    private final OutputStream keys;
    private final StringBuffer written = new StringBuffer();
    private final Thread reader;
    private int prompts = 1;

    /// A command with what it has shown.
    ///
    /// @param status its exit code
    /// @param shown  standard output and standard error, as on the screen
    record Shown(String command, int status, String shown) {}

    private PseudoTerminal(Process process) {
        this.process = process;
        this.keys = process.getOutputStream();
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /// Opens a window for a user and waits for the prompt.
    static PseudoTerminal open(PackagedRecua user) {
        PackagedRecua at =
                user.with("PATH", Distribution.folder() + ":" + user.environment().get("PATH"))
                        .with("PS1", "[$?] $ ")
                        .with("PS2", "")
                        .with("TERM", "xterm-256color")
                        .with("SHELL", "/bin/sh");
        try {
            var terminal =
                    new PseudoTerminal(
                            at.processBuilder(List.of("script", "-qefc", SHELL, "/dev/null"))
                                    .redirectErrorStream(true)
                                    .start());
            terminal.awaitPrompt();
            return terminal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Types a command and waits until the shell is there again.
    Shown run(String command) {
        begin(command);
        return awaitEnd(command);
    }

    /// Types a command that goes on.
    void begin(String command) {
        prompts++;
        type(command);
    }

    /// Types a line into whatever runs.
    void type(String line) {
        press(line + "\n");
    }

    /// Interrupts what runs.
    void pressCtrlC() {
        press(String.valueOf(CTRL_C));
    }

    /// Ends the input of what runs.
    void pressCtrlD() {
        press(String.valueOf(CTRL_D));
    }

    /// Waits until what is on the screen is as wanted.
    ///
    /// @return the screen
    String awaitScreen(String what, Predicate<String> wanted) {
        try {
            return await(what).atMost(LIMIT).until(this::screen, wanted);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("waited for " + what + "; the screen says:\n" + screen(), e);
        }
    }

    /// Waits for the shell's next prompt.
    ///
    /// @param command the one that was begun last
    Shown awaitEnd(String command) {
        awaitPrompt();
        String screen = screen();
        List<MatchResult> all = PROMPT.matcher(screen).results().toList();
        MatchResult before = all.get(prompts - 2);
        MatchResult after = all.get(prompts - 1);
        String between = screen.substring(before.end(), after.start());
        String shown = between.substring(between.indexOf('\n') + 1).strip();
        return new Shown(command, Integer.parseInt(after.group(1)), shown);
    }

    /// Everything that is and was on the screen.
    String screen() {
        return Screen.of(written.toString());
    }

    /// Closes the window: whatever still runs in it is hung up.
    @Override
    public void close() {
        try {
            keys.close();
            process.descendants().forEach(ProcessHandle::destroy);
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            reader.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPrompt() {
        awaitScreen(
                "the shell's prompt",
                screen -> PROMPT.matcher(screen).results().count() >= prompts);
    }

    private void press(String text) {
        try {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (var in = process.inputReader(StandardCharsets.UTF_8)) {
            var buffer = new char[4096];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                written.append(buffer, 0, count);
            }
        } catch (IOException e) {
            written.append("\n(the terminal cannot be read: ").append(e).append(")\n");
        }
    }
}
