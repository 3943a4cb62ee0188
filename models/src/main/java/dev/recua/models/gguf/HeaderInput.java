package dev.recua.models.gguf;

import static dev.recua.models.gguf.GgufException.Reason.MALFORMED;
import static dev.recua.models.gguf.GgufException.Reason.TOO_LARGE;
import static dev.recua.models.gguf.GgufException.Reason.TRUNCATED;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/// Reads little-endian values one after another through a small buffer and never past the end of
/// the file.
///
/// Two budgets keep a hostile file cheap: how far a header may reach, and how much of it may be
/// kept. Used by one thread, for one file.
final class HeaderInput {
    private static final int BUFFER = 64 << 10;
    private static final long LONGEST_TEXT = 1L << 30;

    /// The largest real headers (262,144 tokens with merges) are about 15 MiB.
    private static final long LONGEST_HEADER = 256L << 20;

    private static final long KEPT = 4L << 20;

    private final SeekableByteChannel channel;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] scratch = new byte[256];
    private long bufferEnd;
    private long kept;
    private String part = "the first bytes";

    HeaderInput(SeekableByteChannel channel, long size) {
        this.channel = channel;
        this.size = size;
        buffer.limit(0);
    }

    /// Names what is read now, for messages.
    void enter(String part) {
        this.part = part;
    }

    String part() {
        return part;
    }

    long position() {
        return bufferEnd - buffer.remaining();
    }

    long remaining() {
        return size - position();
    }

    /// Counts `bytes` of memory that the caller is about to keep.
    void keep(long bytes) throws GgufException {
        kept += bytes;
        if (kept > KEPT) {
            throw new GgufException(
                    TOO_LARGE,
                    "describing this file takes more than %d MiB of memory, which no real model needs; stopped at byte %d in %s"
                            .formatted(KEPT >> 20, position(), part));
        }
    }

    int u8() throws IOException {
        need(1);
        return buffer.get() & 0xff;
    }

    int i16() throws IOException {
        need(2);
        return buffer.getShort();
    }

    int i32() throws IOException {
        need(4);
        return buffer.getInt();
    }

    long i64() throws IOException {
        need(8);
        return buffer.getLong();
    }

    /// The length of a text, held against what is left of the file.
    long textLength() throws IOException {
        long at = position();
        long length = i64();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new GgufException(
                    MALFORMED,
                    "a text in %s at byte %d says it is %s bytes long; at most %d are allowed"
                            .formatted(part, at, Long.toUnsignedString(length), LONGEST_TEXT));
        }
        require(length);
        return length;
    }

    /// The next `length` bytes as text; more than `limit` bytes are skipped, not kept.
    String text(long length, int limit) throws IOException {
        int take = (int) Math.min(length, limit);
        if (scratch.length < take) {
            scratch = new byte[Math.max(take, Math.min(scratch.length * 4, GgufReader.TEXT_KEPT))];
        }
        int done = 0;
        while (done < take) {
            need(1);
            int step = Math.min(buffer.remaining(), take - done);
            buffer.get(scratch, done, step);
            done += step;
        }
        skip(length - take);
        return new String(scratch, 0, take, StandardCharsets.UTF_8);
    }

    void skip(long bytes) throws IOException {
        require(bytes);
        if (bytes <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) bytes);
            return;
        }
        bufferEnd = position() + bytes;
        buffer.limit(0);
        channel.position(bufferEnd);
        checkReach();
    }

    /// Fails unless `bytes` more are in the file.
    void require(long bytes) throws GgufException {
        long left = remaining();
        if (bytes > left) {
            throw new GgufException(
                    TRUNCATED,
                    "the file ends at byte %d inside the header: %s needs %d bytes from byte %d, %d are missing"
                            .formatted(size, part, bytes, position(), bytes - left));
        }
    }

    private void need(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        require(bytes);
        checkReach();
        buffer.compact();
        while (buffer.position() < bytes) {
            int got = channel.read(buffer);
            if (got < 0) {
                throw new GgufException(
                        TRUNCATED,
                        "the file became shorter while it was read: it had %d bytes and now ends in %s"
                                .formatted(size, part));
            }
            bufferEnd += got;
        }
        buffer.flip();
    }

    private void checkReach() throws GgufException {
        if (position() > LONGEST_HEADER) {
            throw new GgufException(
                    TOO_LARGE,
                    "the header is longer than %d MiB, which no real model needs; stopped in %s"
                            .formatted(LONGEST_HEADER >> 20, part));
        }
    }
}
