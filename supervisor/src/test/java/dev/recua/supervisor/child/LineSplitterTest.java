package dev.recua.supervisor.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.supervisor.child.EngineLine.Stream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void howTheBytesComeDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) lines.add(line(random));
            byte[] all = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);

            assertThat(split(all, random)).as("seed %d", seed).isEqualTo(expected(lines));
        }
    }

    private static List<String> expected(List<String> lines) {
        return lines.stream().map(LineSplitterTest::cut).toList();
    }

    private static String cut(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(bytes.length, ChildLog.LINE_BYTES);
        return new String(bytes, 0, kept, StandardCharsets.UTF_8) + "+" + (bytes.length - kept);
    }

    private static List<String> split(byte[] all, Random random) {
        List<String> given = new ArrayList<>();
        LineSplitter splitter =
                new LineSplitter(
                        Stream.STDERR,
                        (stream, bytes, from, length, cut) ->
                                given.add(
                                        new String(bytes, from, length, StandardCharsets.UTF_8)
                                                + "+"
                                                + cut));
        for (int at = 0; at < all.length; ) {
            int count = Math.min(all.length - at, 1 + random.nextInt(3000));
            splitter.read(Arrays.copyOfRange(all, at, at + count + random.nextInt(3)), count);
            at += count;
        }
        splitter.end();
        return given;
    }

    private static String line(Random random) {
        int length = random.nextInt(10) == 0 ? random.nextInt(12_000) : random.nextInt(80);
        StringBuilder line = new StringBuilder();
        while (line.length() < length) line.append(random.nextInt(5) == 0 ? "ñ€" : "ab");
        return line.toString();
    }
}
