package dev.recua.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.recua.testkit.gguf.TinyGguf;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files that were damaged, or made to hurt: each is refused with a reason or read correctly, and
/// none costs more than 16 MiB, measured as everything that reading allocates, freed or not.
final class HostileFilesTest {
    private static final long SEED = 20_261_120;
    private static final int MUTATIONS = 10_000;
    private static final long MEMORY = 16L << 20;
    private static final long[] NASTY = {
        0,
        1,
        -1,
        0x7f,
        0xff,
        0xffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 30,
        1L << 31,
        1L << 32,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    @TempDir Path folder;

    @Test
    @Timeout(240)
    void tenThousandMutatedFilesAreRefusedOrReadWithinTheirMemory() throws IOException {
        List<byte[]> originals = originals();
        var random = new Random(SEED);
        Path file = folder.resolve("mutated.gguf");
        int refused = 0;
        int read = 0;
        long slowest = 0;
        long most = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutate(originals.get(random.nextInt(originals.size())).clone(), random);
            Files.write(file, bytes);
            long before = allocated();
            long start = System.nanoTime();
            try {
                GgufHeader header = GgufReader.read(file);
                ModelFacts.of(header);
                assertRight(header, bytes);
                read++;
            } catch (GgufException e) {
                assertThat(e.getMessage()).as("seed %d, file %d", SEED, i).hasSizeGreaterThan(15);
                refused++;
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
            most = Math.max(most, allocated() - before);
        }
        assertThat(most).as("bytes allocated for one file").isLessThan(MEMORY);
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(5));
        assertThat(read).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void theLargestHeaderThatIsAcceptedStaysWithinTheMemory() throws IOException {
        var file = TinyGguf.model("llama");
        IntStream.range(0, 50).forEach(i -> file.text("text" + i, "模".repeat(21_000)));
        IntStream.range(0, 3000).forEach(i -> file.tensor("blk." + i, TinyGguf.F32, 8, 1, 1, 1));
        file.texts("tokens", IntStream.range(0, 262_144).mapToObj(i -> "token" + i).toList());
        Path path = file.write(folder.resolve("large.gguf"));
        allocated();

        long before = allocated();
        try {
            GgufReader.read(path);
        } catch (GgufException e) {
            assertThat(e.reason()).isEqualTo(GgufException.Reason.TOO_LARGE);
        }

        assertThat(allocated() - before).isLessThan(MEMORY);
    }

    @Test
    void aModelWithThousandsOfTensorsAndAQuarterMillionTokensIsRead() throws IOException {
        var file = TinyGguf.model("deepseek2").text("tokenizer.chat_template", "x".repeat(40_000));
        IntStream.range(0, 5000)
                .forEach(i -> file.tensor("blk." + i + ".ffn_down_exps.weight", 0, 8, 2, 2));
        file.texts("tokens", IntStream.range(0, 262_144).mapToObj(i -> "token" + i).toList());

        GgufHeader header = GgufReader.read(file.write(folder.resolve("real.gguf")));

        assertThat(header.tensors()).hasSize(5000);
    }

    @Test
    @Timeout(60)
    void aHugeSparseFileFullOfNothingIsNotReadToItsEnd() throws IOException {
        Path path = folder.resolve("sparse.gguf");
        var head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        head.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(0).putLong(1);
        var entry = ByteBuffer.allocate(8 + 1 + 4 + 4 + 8).order(ByteOrder.LITTLE_ENDIAN);
        entry.putLong(1).put((byte) 'k').putInt(9).putInt(8).putLong(1L << 30);
        try (var channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            channel.write(new ByteBuffer[] {head.flip(), entry.flip()});
            channel.write(ByteBuffer.allocate(1), 20L << 30);
        }

        long before = allocated();
        assertThat(catchThrowable(() -> GgufReader.read(path)))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining("longer than 256 MiB");
        assertThat(allocated() - before).isLessThan(MEMORY);
    }

    /// What a reader that believed the file would also find: everything lies inside it.
    private static void assertRight(GgufHeader header, byte[] bytes) {
        assertThat(header.fileSize()).isEqualTo(bytes.length);
        for (TensorInfo tensor : header.tensors()) {
            assertThat(header.dataOffset() + tensor.offset() + tensor.bytes().orElse(0))
                    .isLessThanOrEqualTo(bytes.length);
            assertThat(tensor.elements()).isNotNegative();
        }
    }

    private static List<byte[]> originals() throws IOException {
        byte[] bundled = Files.readAllBytes(Path.of("../bundled/recua-tiny-3m-instruct-q8_0.gguf"));
        var all = new ArrayList<byte[]>();
        all.add(Arrays.copyOf(bundled, 40_000));
        all.add(TinyGguf.chatModel(320).bytes());
        all.add(
                TinyGguf.model("bert")
                        .alignment(64)
                        .u8("u8", 1)
                        .i8("i8", 1)
                        .u16("u16", 1)
                        .i16("i16", 1)
                        .f32("f32", 1)
                        .flag("flag", true)
                        .u64("u64", 1)
                        .i64("i64", 1)
                        .f64("f64", 1)
                        .texts("tokens", List.of("a", "b", "c"))
                        .array("numbers", 5, List.of(1, 2, 3, 4))
                        .tensor("a", TinyGguf.F16, 4, 4)
                        .tensor("b", TinyGguf.Q4_0, 64, 2)
                        .tensor("c", TinyGguf.F32, 2, 2, 2, 2)
                        .trailing(new byte[32])
                        .bytes());
        return all;
    }

    /// One to four damages, mostly near the front, where the header is.
    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original;
        for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 16; i--) {
            int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 1500);
            int at = random.nextInt(reach - 8);
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> putLong(bytes, at, NASTY[random.nextInt(NASTY.length)]);
                case 3 -> putInt(bytes, at, (int) NASTY[random.nextInt(NASTY.length)]);
                case 4 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 5 -> bytes = without(bytes, at, 1 + random.nextInt(8));
                default -> System.arraycopy(bytes, random.nextInt(reach - 8), bytes, at, 8);
            }
        }
        return bytes;
    }

    private static void putLong(byte[] bytes, int at, long value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
    }

    private static void putInt(byte[] bytes, int at, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }

    private static byte[] without(byte[] bytes, int at, int count) {
        byte[] shorter = new byte[bytes.length - count];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + count, shorter, at, shorter.length - at);
        return shorter;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
