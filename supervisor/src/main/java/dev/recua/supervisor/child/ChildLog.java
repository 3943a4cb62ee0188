package dev.recua.supervisor.child;

import dev.recua.supervisor.Subscription;
import dev.recua.supervisor.child.EngineLine.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Everything one child says: the last lines in memory, all lines to a file if one is wanted, to
/// those who listen, and to the logger `llama_server.<model>`, each at its level. That logger is
/// silent until it is opened for debug lines: a program that did not ask sees nothing of it.
///
/// A pump reads each of its streams to the end, whatever happens here, so that a talkative child
/// never blocks on a full pipe: files, listeners and loggers have queues of their own. Memory is
/// bounded: [#KEPT] lines of at most [#LINE_BYTES] bytes; the rest of a longer line is dropped and
/// its size is said.
///
/// Beyond [#LINES_A_SECOND] or [#BYTES_A_SECOND] lines are only counted ([FloodGate]): the last
/// 199 of them are kept as bytes and read when the second is over or somebody asks, the others are
/// lost, and their number is told. A few error lines are read even then.
///
/// Any thread may ask; the pumps, and who asks, write under its lock.
final class ChildLog {

    static final int KEPT = 200;
    static final int LINE_BYTES = 4096;
    static final int LINES_A_SECOND = 10_000;
    static final long BYTES_A_SECOND = 4L * 1024 * 1024;
    private static final int ERRORS_BEYOND = 20;
    private static final int PIECE = 64 * 1024;

    /// More lines than come in one second of a flood, and 8 MiB of them.
    private static final Listeners.Room WAITING = new Listeners.Room(16_384, 8L * 1024 * 1024);

    private final Deque<LogLine> kept = new ArrayDeque<>();
    private final Listeners<LogLine> listeners = listeners("log-listener");
    private final Listeners<LogLine> forwarding = listeners("log-forward");
    private final RawTail tail = new RawTail();
    private final FloodGate gate;
    private final Executor soon =
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Thread::startVirtualThread);
    private final LogMask secrets;
    private final Heard heard;
    private final LogFile file;
    private final System.Logger logger;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private boolean willLook;
    private long lost;

    /// @param model  the logger is called `llama_server.<model>`
    /// @param heard  told each masked line and each progress, on a pump's thread; must return at
    ///     once
    /// @param nanos  counts nanoseconds and never goes back
    ChildLog(
            String model,
            LogMask secrets,
            Heard heard,
            LogFile file,
            InstantSource clock,
            LongSupplier nanos) {
        this.gate = new FloodGate(LINES_A_SECOND, BYTES_A_SECOND, ERRORS_BEYOND, nanos.getAsLong());
        this.nanos = nanos;
        this.secrets = secrets;
        this.heard = heard;
        this.file = file;
        this.clock = clock;
        this.logger = System.getLogger("llama_server." + model);
    }

    /// What the child itself wants to know of its output.
    interface Heard {
        /// One line was said.
        void line(String text);

        /// It has come further.
        void progress(LoadProgress progress);
    }

    /// Reads `stream` to its end on a thread of its own.
    ///
    /// A platform thread: a read of a pipe blocks its carrier, so a virtual thread would cost a
    /// platform thread as well and take it from everyone else.
    Thread pump(InputStream in, Stream stream, String name) {
        return Thread.ofPlatform().daemon().name(name).start(() -> drain(in, stream));
    }

    /// The last `n` lines, oldest first.
    synchronized List<LogLine> last(int n) {
        look();
        return kept.stream().skip(Math.max(0, kept.size() - n)).toList();
    }

    /// The texts of [#last].
    List<String> lastTexts(int n) {
        return last(n).stream().map(LogLine::text).toList();
    }

    /// Tells `listener` each line from now on, in order, on a thread of its own.
    Subscription onLine(Consumer<LogLine> listener) {
        return listeners.add(listener, List.of());
    }

    /// Lines that are in no place: there were too many in a second.
    synchronized long lost() {
        return lost;
    }

    /// Listeners and the logger get what waits for them, and nothing after it.
    void close() {
        synchronized (this) {
            look();
        }
        listeners.close();
        forwarding.close();
    }

    private void drain(InputStream in, Stream stream) {
        LineSplitter lines = new LineSplitter(stream, this::line);
        byte[] piece = new byte[PIECE];
        try (in) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                synchronized (this) {
                    lines.read(piece, n);
                }
            }
        } catch (IOException closed) {
            // The pipe went with the process; what came before is here.
        }
        synchronized (this) {
            lines.end();
            look();
        }
    }

    /// One line, under the lock.
    private void line(Stream stream, byte[] bytes, int from, int length, long cut) {
        if (gate.admits(nanos.getAsLong(), length) || matters(bytes, from, length)) {
            look();
            read(stream, bytes, from, length, cut);
            return;
        }
        tail.add(stream, bytes, from, length, cut);
        if (willLook) return;
        willLook = true;
        soon.execute(
                () -> {
                    synchronized (this) {
                        willLook = false;
                        look();
                    }
                });
    }

    private boolean matters(byte[] bytes, int from, int length) {
        boolean worth =
                EngineLine.beginsLikeError(bytes, from, length)
                        || EngineLine.beginsLikeProtocol(bytes, from, length);
        return worth && gate.admitsError();
    }

    /// Reads what was skipped, as far as it is still there.
    private void look() {
        if (tail.isEmpty()) return;
        long gone = tail.lost();
        lost += gone;
        if (gone > 0) publish(tooMany(clock.instant(), gone));
        tail.empty(this::read);
    }

    private void read(Stream stream, byte[] bytes, int from, int length, long cut) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8).stripTrailing();
        switch (EngineLine.parse(stream, text)) {
            case EngineLine.Said(LogLevel level, List<String> lines) -> {
                Instant now = clock.instant();
                for (String line : lines) publish(new LogLine(now, level, shown(line, cut)));
            }
            case EngineLine.Loading(LoadProgress progress) -> heard.progress(progress);
            case EngineLine.Protocol p -> {}
        }
    }

    private String shown(String line, long cut) {
        String masked = secrets.mask(line);
        return cut > 0 ? masked + " … (" + cut + " more bytes)" : masked;
    }

    private void publish(LogLine line) {
        if (kept.size() == KEPT) kept.removeFirst();
        kept.addLast(line);
        file.write(line.text());
        listeners.tell(line);
        if (logger.isLoggable(Level.DEBUG)) forward(line);
        heard.line(line.text());
    }

    /// A logger may be slow too, so it gets a thread, from the first line that it wants.
    private void forward(LogLine line) {
        if (forwarding.isEmpty())
            forwarding.add(said -> logger.log(said.level().system(), said.text()), List.of());
        forwarding.tell(line);
    }

    private static LogLine tooMany(Instant at, long lines) {
        return new LogLine(
                at,
                LogLevel.WARN,
                "("
                        + lines
                        + " lines lost: the engine said more than "
                        + LINES_A_SECOND
                        + " lines or "
                        + BYTES_A_SECOND / (1024 * 1024)
                        + " MiB in a second)");
    }

    private static Listeners<LogLine> listeners(String name) {
        return new Listeners<>(
                name,
                WAITING,
                line -> line.text().length(),
                missed ->
                        new LogLine(
                                Instant.now(),
                                LogLevel.WARN,
                                "(" + missed + " lines lost: this listener was slow)"));
    }
}
