package dev.recua.gateway.cli.chat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A terminal with line editing, history and completion, by JLine.
///
/// While it is open, Ctrl-C no longer ends the program: at the prompt it gives the line up, and
/// while an answer comes it calls whoever watches ([#onStop]). SIGTERM and SIGHUP still do.
public final class EditingScreen implements Screen {
    private static final int KEPT = 1000;
    private static final String PROMPT = "> ";
    private static final String NEXT_LINE = ". ";

    private final Terminal terminal;
    private final LineReader reader;
    private final PrintStream out;
    private final PrintStream err;
    private final BooleanSupplier over;

    EditingScreen(
            Terminal terminal,
            PrintStream out,
            PrintStream err,
            Optional<Path> history,
            Supplier<List<String>> models,
            BooleanSupplier over) {
        this.terminal = terminal;
        this.over = over;
        this.out = out;
        this.err = err;
        this.reader = reader(terminal, models);
        bindArrows();
        history.ifPresent(this::keepHistory);
    }

    /// The terminal of this process.
    ///
    /// @param history where what is typed is kept, readable by the user alone; empty keeps it for
    ///     this chat only
    /// @param models  names that `/model` completes; called while Tab is pressed
    /// @param over    whether the program is ending, so that an interrupt means that, not Ctrl-C
    /// @return empty where the terminal cannot do what is needed
    public static Optional<Screen> open(
            PrintStream out,
            PrintStream err,
            Optional<Path> history,
            Supplier<List<String>> models,
            BooleanSupplier over) {
        try {
            Terminal terminal =
                    TerminalBuilder.builder()
                            .system(true)
                            .ffm(true)
                            .jni(false)
                            .jansi(false)
                            .jna(false)
                            .exec(false)
                            .dumb(false)
                            .nativeSignals(true)
                            .signalHandler(Terminal.SignalHandler.SIG_IGN)
                            .build();
            // Ctrl-Z and Ctrl-\ go on to mean what they mean everywhere.
            terminal.handle(Terminal.Signal.TSTP, Terminal.SignalHandler.SIG_DFL);
            terminal.handle(Terminal.Signal.QUIT, Terminal.SignalHandler.SIG_DFL);
            return Optional.of(new EditingScreen(terminal, out, err, history, models, over));
        } catch (IOException | IllegalStateException | LinkageError e) {
            return Optional.empty(); // what lines alone can do is left, and is enough to talk
        }
    }

    private static LineReader reader(Terminal terminal, Supplier<List<String>> models) {
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("recua")
                .parser(new DraftParser())
                .completer(
                        (_, line, candidates) ->
                                Completions.of(line.words(), models)
                                        .forEach(word -> candidates.add(new Candidate(word))))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, NEXT_LINE)
                .variable(LineReader.HISTORY_SIZE, KEPT)
                .variable(LineReader.HISTORY_FILE_SIZE, KEPT)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.DISABLE_HIGHLIGHTER, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .build();
    }

    /// JLine asks the terminal for its application keys and knows those only; a terminal that does
    /// not care goes on sending these.
    private void bindArrows() {
        var keys = reader.getKeyMaps().get(LineReader.MAIN);
        if (keys == null) return;
        keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), "\033[A");
        keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\033[B");
        keys.bind(new Reference(LineReader.FORWARD_CHAR), "\033[C");
        keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\033[D");
    }

    private void keepHistory(Path file) {
        try {
            HistoryFile.prepare(file);
            reader.setVariable(LineReader.HISTORY_FILE, file);
        } catch (IOException e) {
            complain("What you type is not kept: %s (%s).".formatted(file, e.getMessage()));
        }
    }

    @Override
    public Typed read() throws IOException, InterruptedException {
        try {
            return new Typed.Text(reader.readLine(PROMPT));
        } catch (UserInterruptException e) {
            if (over.getAsBoolean()) throw new InterruptedException("the chat was ended");
            return new Typed.GivenUp(e.getPartialLine());
        } catch (EndOfFileException e) {
            return new Typed.End();
        } catch (java.io.IOError e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw new InterruptedException("the chat was ended");
            }
            throw new IOException("the terminal cannot be read", e);
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void complain(String line) {
        err.println(line);
    }

    @Override
    public Watch onStop(Runnable stop) {
        var before = terminal.handle(Terminal.Signal.INT, _ -> stop.run());
        return () -> {
            var _ = terminal.handle(Terminal.Signal.INT, before);
        };
    }

    @Override
    public boolean canStop() {
        return true;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            complain(
                    "The terminal could not be reset (%s); `reset` does."
                            .formatted(e.getMessage()));
        }
    }
}
