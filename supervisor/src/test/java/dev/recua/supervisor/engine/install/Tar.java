package dev.recua.supervisor.engine.install;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/// Writes tar archives, honest and hostile ones.
final class Tar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Tar file(String name, String content) {
        return entry(name, '0', "", content.getBytes(StandardCharsets.UTF_8), 0755);
    }

    Tar data(String name, String content) {
        return entry(name, '0', "", content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    Tar folder(String name) {
        return entry(name, '5', "", new byte[0], 0755);
    }

    Tar link(String name, String target) {
        return entry(name, '2', target, new byte[0], 0777);
    }

    Tar hardLink(String name, String target) {
        return entry(name, '1', target, new byte[0], 0644);
    }

    /// GNU's way to write a long name: an entry before the entry.
    Tar gnuLongName(String name, String content) {
        entry("././@LongLink", 'L', "", (name + "\0").getBytes(StandardCharsets.UTF_8), 0);
        return entry(
                name.substring(0, 100), '0', "", content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    /// POSIX's way.
    Tar paxLongName(String name, String content) {
        String record = " path=" + name + "\n";
        int length = record.length() + 2;
        while ((length + record).length() != length) length++;
        entry("PaxHeaders/x", 'x', "", (length + record).getBytes(StandardCharsets.UTF_8), 0);
        return entry(
                name.substring(0, 100), '0', "", content.getBytes(StandardCharsets.UTF_8), 0644);
    }

    Tar entry(String name, char type, String target, byte[] content, int mode) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "%07o".formatted(mode));
        put(header, 124, "%011o".formatted(content.length));
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar");
        put(header, 263, "00");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) sum += b & 0xff;
        put(header, 148, "%06o".formatted(sum));
        header[154] = 0;
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    byte[] bytes() {
        byte[] tar = out.toByteArray();
        return Arrays.copyOf(tar, tar.length + 1024);
    }

    byte[] gzipped() {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
