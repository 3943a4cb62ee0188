package dev.recua.supervisor.child;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Everything one child says: the last lines in memory, all lines to a file if one is wanted.
///
/// A pump reads each of its streams to the end, whatever happens here, so that a talkative child
/// never blocks on a full pipe. Memory is bounded: [#KEPT] lines of at most [#LINE_BYTES] bytes;
/// the rest of a longer line is dropped and its size is said. Any thread may read; the pumps
/// write.
final class ChildLog {

    static final int KEPT = 200;
    static final int LINE_BYTES = 4096;

    /// What a llama-server that thinks it is a router's child says on stdout: meant for a
    /// program, not for a log.
    private static final String PROTOCOL = "cmd_child_to_router:";

    private final Deque<String> kept = new ArrayDeque<>();
    private final LogMask secrets;
    private final Consumer<String> listener;
    private final LogFile file;

    /// @param listener told each masked line, on the pump's thread; must return at once
    ChildLog(LogMask secrets, Consumer<String> listener, LogFile file) {
        this.secrets = secrets;
        this.listener = listener;
        this.file = file;
    }

    /// Reads `stream` to its end on a thread of its own.
    ///
    /// A platform thread: a read of a pipe blocks its carrier, so a virtual thread would cost a
    /// platform thread as well and take it from everyone else.
    Thread pump(InputStream stream, String name) {
        return Thread.ofPlatform().daemon().name(name).start(() -> drain(stream));
    }

    /// The last `n` lines, oldest first.
    List<String> last(int n) {
        synchronized (kept) {
            return kept.stream().skip(Math.max(0, kept.size() - n)).toList();
        }
    }

    private void drain(InputStream stream) {
        byte[] line = new byte[LINE_BYTES];
        byte[] read = new byte[16 * 1024];
        int length = 0;
        long cut = 0;
        try (stream) {
            for (int n = stream.read(read); n >= 0; n = stream.read(read)) {
                for (int i = 0; i < n; i++) {
                    if (read[i] == '\n') {
                        add(line, length, cut);
                        length = 0;
                        cut = 0;
                    } else if (length < LINE_BYTES) {
                        line[length++] = read[i];
                    } else {
                        cut++;
                    }
                }
            }
        } catch (IOException closed) {
            // The pipe went with the process; what came before is here.
        }
        if (length > 0) add(line, length, cut);
    }

    private void add(byte[] line, int length, long cut) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
        if (text.contains(PROTOCOL)) return;
        String masked = secrets.mask(text);
        if (cut > 0) masked += " … (" + cut + " more bytes)";
        synchronized (kept) {
            if (kept.size() == KEPT) kept.removeFirst();
            kept.addLast(masked);
        }
        file.write(masked);
        listener.accept(masked);
    }
}
