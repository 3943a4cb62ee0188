package dev.recua.supervisor.engine.install;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Reads a tar stream: POSIX ustar with pax headers, and GNU's long names. The JDK has no tar.
///
/// A tar is a row of 512-byte headers, each followed by its content padded to 512 bytes, and ends
/// with a zero header.
/// Layout from POSIX.1 `pax`, "ustar Interchange Format". Folders, files, symbolic and hard links
/// are
/// taken; devices and other kinds are refused. Used by one thread, once.
final class TarReader {
    private static final int BLOCK = 512;
    private static final int MAX_META = 1 << 20;
    private static final int MODE_EXECUTE = 0111;

    private final InputStream in;
    /// What pax or GNU headers say about the next entry: `path`, `linkpath`, `size`.
    private final Map<String, String> next = new HashMap<>();

    TarReader(InputStream in) {
        this.in = in;
    }

    /// Writes every entry into `into`.
    void unpack(SafeFolder into) throws IOException {
        byte[] header = new byte[BLOCK];
        while (readHeader(header)) {
            if (isZero(header)) return;
            requireChecksum(header);
            entry(header, into);
        }
    }

    private void entry(byte[] header, SafeFolder into) throws IOException {
        char type = (char) header[156];
        long size = number(header, 124, 12);
        switch (type) {
            case 'x' -> pax(meta(size));
            case 'g' -> meta(size);
            case 'L' -> next.put("path", terminated(meta(size)));
            case 'K' -> next.put("linkpath", terminated(meta(size)));
            default -> {
                content(header, type, size(size), into);
                next.clear();
            }
        }
    }

    private void content(byte[] header, char type, long size, SafeFolder into) throws IOException {
        String name = next.getOrDefault("path", name(header));
        String target = next.getOrDefault("linkpath", text(header, 157, 100));
        switch (type) {
            case '5' -> {
                into.folder(name);
                skip(size);
            }
            case '0', '7', '\0' -> file(header, name, size, into);
            case '2' -> into.link(name, target);
            case '1' -> into.copyOf(name, target);
            default ->
                    throw new IOException(
                            "the archive holds "
                                    + name
                                    + " of the kind '"
                                    + type
                                    + "', which is no file");
        }
    }

    private void file(byte[] header, String name, long size, SafeFolder into) throws IOException {
        if (name.endsWith("/")) {
            into.folder(name);
            skip(size);
            return;
        }
        boolean executable = (number(header, 100, 8) & MODE_EXECUTE) != 0;
        var content = new Content(size);
        into.file(name, content, executable);
        content.requireEnd();
        skip(padding(size));
    }

    private long size(long inHeader) throws IOException {
        String text = next.get("size");
        if (text == null) return inHeader;
        try {
            long size = Long.parseLong(text);
            if (size >= 0) return size;
        } catch (NumberFormatException e) {
            throw new IOException("the archive is damaged: a size is \"" + text + "\"", e);
        }
        throw new IOException("the archive is damaged: a size is negative");
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /// Pax records: `<length> <key>=<value>\n`, the length counting the whole record in bytes.
    private void pax(byte[] records) throws IOException {
        int at = 0;
        while (at < records.length && records[at] != 0) {
            int blank = at;
            while (blank < records.length && records[blank] >= '0' && records[blank] <= '9')
                blank++;
            int length =
                    blank == at || blank - at > 7 ? 0 : Integer.parseInt(ascii(records, at, blank));
            if (length < blank - at + 3 || length > records.length - at) {
                throw new IOException("the archive is damaged: a pax record has a wrong length");
            }
            String record =
                    new String(records, blank + 1, at + length - blank - 2, StandardCharsets.UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0) next.put(record.substring(0, equals), record.substring(equals + 1));
            at += length;
        }
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private byte[] meta(long size) throws IOException {
        if (size > MAX_META)
            throw new IOException("the archive has a header of " + size + " bytes");
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) throw new EOFException("it ends inside a header");
        skip(padding(size));
        return content;
    }

    private static String terminated(byte[] bytes) {
        return text(bytes, 0, bytes.length);
    }

    private boolean readHeader(byte[] header) throws IOException {
        int n = in.readNBytes(header, 0, BLOCK);
        if (n == 0) return false;
        if (n < BLOCK) throw new EOFException("it ends inside a header");
        return true;
    }

    private void skip(long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException e) {
            throw new EOFException("it ends inside a file");
        }
    }

    private static long padding(long size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) end++;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /// Octal text, or GNU's binary form, whose first bit is set.
    private static long number(byte[] header, int from, int length) throws IOException {
        if ((header[from] & 0x80) != 0) return binary(header, from, length);
        String octal = text(header, from, length).strip();
        try {
            return octal.isEmpty() ? 0 : Long.parseUnsignedLong(octal, 8);
        } catch (NumberFormatException e) {
            throw new IOException(
                    "the archive is damaged: \"" + octal + "\" is no octal number", e);
        }
    }

    private static long binary(byte[] header, int from, int length) throws IOException {
        long value = header[from] & 0x3f;
        for (int i = from + 1; i < from + length; i++) {
            if (value > Long.MAX_VALUE >> 8)
                throw new IOException("the archive is damaged: a number is too large");
            value = value << 8 | (header[i] & 0xff);
        }
        return value;
    }

    private static boolean isZero(byte[] header) {
        for (byte b : header) {
            if (b != 0) return false;
        }
        return true;
    }

    /// The sum of all bytes of the header, with its own field read as blanks.
    private static void requireChecksum(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        if (sum != number(header, 148, 8))
            throw new IOException("the archive is damaged: a header has a wrong sum");
    }

    /// The content of one file, which cannot be read past its end.
    private final class Content extends InputStream {
        private long left;

        Content(long size) {
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) return -1;
            int n = in.read(buffer, offset, (int) Math.min(length, left));
            if (n < 0) throw new EOFException("it ends inside a file");
            left -= n;
            return n;
        }

        void requireEnd() throws IOException {
            if (left != 0) throw new EOFException("it ends inside a file");
        }
    }
}
