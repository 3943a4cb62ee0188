package dev.recua.gateway.cli.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// A screen that only knows lines, as a dumb terminal does: the terminal itself lets a line be
/// edited, and Ctrl-C ends the program.
public final class LineScreen implements Screen {
    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream err;

    public LineScreen(BufferedReader in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Typed read() throws IOException {
        @Nullable String first = line("> ");
        if (first == null) {
            return new Typed.End();
        }
        var typed = new StringBuilder(first);
        while (Draft.isOpen(typed.toString())) {
            @Nullable String next = line(". ");
            if (next == null) break; // what stands there is all that comes
            typed.append('\n').append(next);
        }
        return new Typed.Text(typed.toString());
    }

    private @Nullable String line(String prompt) throws IOException {
        out.print(prompt);
        out.flush();
        return in.readLine();
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
        return () -> {};
    }

    @Override
    public boolean canStop() {
        return false;
    }

    @Override
    public void close() {}
}
