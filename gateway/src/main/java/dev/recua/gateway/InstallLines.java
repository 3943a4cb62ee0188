package dev.recua.gateway;

import dev.recua.supervisor.engine.install.InstallProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Tells of an engine's installation: one line for each phase, and while a download runs one every
/// second. Safe from any thread.
final class InstallLines implements Consumer<InstallProgress> {
    private static final double MEBIBYTE = 1 << 20;
    private static final long SECOND = 1_000_000_000;

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private InstallProgress.@Nullable Phase phase;
    private long toldAt;

    /// @param nanoTime as [System#nanoTime]
    InstallLines(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void accept(InstallProgress progress) {
        long now = nanoTime.getAsLong();
        if (progress.phase() == phase && now - toldAt < SECOND) return;
        phase = progress.phase();
        toldAt = now;
        out.println("installing llama-server: " + text(progress));
    }

    /// `downloading llama-b11669-bin-ubuntu-x64.tar.gz, 3.1 of 12.5 MiB`.
    static String text(InstallProgress progress) {
        String doing = progress.phase().name().toLowerCase(Locale.ROOT);
        String what = doing + " " + progress.what();
        if (progress.bytes() <= 0) return what;
        String done = mebibytes(progress.bytes());
        return progress.total() > 0
                ? what + ", " + done + " of " + mebibytes(progress.total()) + " MiB"
                : what + ", " + done + " MiB";
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MEBIBYTE);
    }
}
