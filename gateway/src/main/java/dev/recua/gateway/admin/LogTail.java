package dev.recua.gateway.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The end of a log file, read from its end: what it costs depends on what is wanted, not on the
/// file's size. Where the file was rotated a moment ago, the rest comes from the one before it
/// (`<name>.1`). Blocks.
final class LogTail {
    /// The most bytes that are read of one file.
    static final int MOST = 2 * 1024 * 1024;

    private LogTail() {}

    /// The last lines, the oldest first; none when there is no file.
    ///
    /// @param lines at least 1; fewer come when they are longer than [#MOST] together
    static List<String> of(Path file, int lines) {
        List<String> young = lines(tail(file, lines, MOST));
        if (young.size() >= lines) return last(young, lines);
        Path before = file.resolveSibling(file.getFileName() + ".1");
        var all = new ArrayList<>(last(lines(tail(before, lines, MOST)), lines - young.size()));
        all.addAll(young);
        return all;
    }

    /// The last bytes as text, from the beginning of a line on.
    ///
    /// @param bytes the most to read
    static String text(Path file, int bytes) {
        return tail(file, Integer.MAX_VALUE, bytes);
    }

    private static String tail(Path file, int lines, int most) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            return tail(channel, lines, most);
        } catch (NoSuchFileException nothingWasSaid) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log " + file, e);
        }
    }

    /// Reads twice as much each time, until there are enough lines or the limits are reached.
    private static String tail(SeekableByteChannel channel, int lines, int most)
            throws IOException {
        long end = channel.size();
        int want = Math.min(64 * 1024, most);
        while (true) {
            int length = (int) Math.min(want, end);
            byte[] bytes = read(channel, end - length, length);
            boolean whole = length == end;
            if (whole || want == most || newlines(bytes) > lines) {
                int from = whole ? 0 : afterNewline(bytes);
                return new String(bytes, from, length - from, StandardCharsets.UTF_8);
            }
            want = Math.min(want * 2, most);
        }
    }

    private static byte[] read(SeekableByteChannel channel, long from, int length)
            throws IOException {
        var buffer = ByteBuffer.allocate(length);
        channel.position(from);
        int got;
        do {
            got = channel.read(buffer);
        } while (got >= 0 && buffer.hasRemaining());
        return buffer.array();
    }

    private static int newlines(byte[] bytes) {
        int count = 0;
        for (byte it : bytes) if (it == '\n') count++;
        return count;
    }

    /// Where the first line begins that is here from its beginning.
    private static int afterNewline(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) if (bytes[i] == '\n') return i + 1;
        return 0;
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    private static List<String> last(List<String> lines, int count) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
}
