package dev.recua.gateway.cli;

import dev.recua.client.admin.EngineInstalling;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How far an install is, on standard error: on a terminal one line that is drawn anew, with a bar
/// while bytes are counted, and erased at the end; in a pipe a line for each phase and for each
/// tenth of a download. Any thread may tell it.
final class InstallBar implements Consumer<EngineInstalling>, AutoCloseable {
    /// Return to the first column and erase the line (ECMA-48 EL).
    private static final String ERASE = "\r\u001b[K";

    private static final int WIDTH = 20;

    private final Terminal terminal;
    private String last = "";
    private boolean visible;

    InstallBar(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void accept(EngineInstalling now) {
        if (terminal.errIsTerminal()) draw(now);
        else print(now);
    }

    /// Takes the line off the terminal.
    @Override
    public synchronized void close() {
        if (visible) {
            terminal.err().print(ERASE);
            terminal.err().flush();
            visible = false;
        }
    }

    private void draw(EngineInstalling now) {
        terminal.err().print(ERASE + line(now));
        terminal.err().flush();
        visible = true;
    }

    private void print(EngineInstalling now) {
        int tenth = fraction(now) < 0 ? -1 : (int) (fraction(now) * 10);
        String step = now.phase() + now.what() + tenth;
        if (step.equals(last)) return;
        last = step;
        String amount = tenth < 0 ? "" : ", " + amount(now);
        terminal.err().println(now.phase() + " " + now.what() + amount);
    }

    /// `downloading FILE [########            ]  42 %  5.2 MiB of 12.5 MiB`.
    static String line(EngineInstalling now) {
        double fraction = fraction(now);
        String doing = now.phase() + " " + now.what();
        if (fraction < 0) return doing;
        int full = (int) (fraction * WIDTH);
        return "%s [%s%s] %s"
                .formatted(doing, "#".repeat(full), " ".repeat(WIDTH - full), amount(now));
    }

    private static String amount(EngineInstalling now) {
        @Nullable Long total = now.total();
        int percent = (int) (fraction(now) * 100);
        return String.format(
                Locale.ROOT,
                "%3d %%, %s of %s",
                percent,
                Output.size(now.bytes()),
                Output.size(total == null ? 0 : total));
    }

    /// From 0 to 1; below 0 where bytes do not count.
    private static double fraction(EngineInstalling now) {
        @Nullable Long total = now.total();
        if (total == null || total <= 0) return -1;
        return Math.clamp((double) now.bytes() / total, 0, 1);
    }
}
