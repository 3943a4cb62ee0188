package dev.recua.gateway.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.recua.gateway.body.BodyOutcome.ClientGone;
import dev.recua.gateway.body.BodyOutcome.StorageFailed;
import dev.recua.gateway.body.BodyOutcome.TooLarge;
import dev.recua.gateway.body.JsonScan.Found;
import dev.recua.gateway.body.JsonScan.Malformed;
import dev.recua.gateway.proxy.RawPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BodyReaderTest {
    private static final BodyLimits SMALL = new BodyLimits(1 << 20, 1024, 4096);

    @TempDir Path tmp;

    @Test
    void aSmallBodyIsReadIntoMemoryAndGivenBackOnce() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.post("/", "{\"model\":\"a\",\"stream\":true}");

            RequestBody body = server.body();
            assertThat(body.length()).isEqualTo(27);
            assertThat(body.scan()).isEqualTo(new Found(Optional.of("a"), true));
            assertThat(server.memoryUsed()).isPositive();
            server.onLoop(body::close);
            server.onLoop(body::close);
            assertThat(server.memoryUsed()).isZero();
        }
    }

    @Test
    void aChunkedBodyIsReadWhateverItsPieces() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (String piece : "{|\"mod|el\":|\"caf\u00e9|\"}".split("\\|")) caller.chunk(piece);
            caller.send("0\r\n\r\n");

            assertThat(server.body().scan()).isEqualTo(new Found(Optional.of("caf\u00e9"), false));
        }
    }

    @Test
    void aRequestWithoutABodyIsReadAtOnce() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(server.body().length()).isZero();
        }
    }

    @Test
    void aLargeBodyGoesToAPrivateFileThatHasNoNameAnyMore() throws Exception {
        Path folder = tmp.resolve("made/by/us");
        try (var server = new BodyServer(new DiskSpool(folder), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.post("/", "{\"a\":\"" + "x".repeat(200_000) + "\",\"model\":\"m\"}");

            RequestBody body = server.body();
            assertThat(body.scan()).isEqualTo(new Found(Optional.of("m"), false));
            assertThat(server.memoryUsed()).isZero();
            assertThat(folder).isEmptyDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            assertThat(openFilesUnder(folder)).isEqualTo(1);
            server.onLoop(body::close);
            await().until(() -> openFilesUnder(folder) == 0);
        }
    }

    @Test
    void whenTheMemoryOfAllBodiesIsUsedUpSmallOnesGoToFilesToo() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), new BodyLimits(1 << 20, 1024, 1024));
                var first = RawPeer.connect(server.port());
                var second = RawPeer.connect(server.port())) {
            first.post("/", "{\"model\":\"one\"}");
            RequestBody inMemory = server.body();
            second.post("/", "{\"model\":\"two\"}");
            RequestBody inFile = server.body();

            assertThat(server.memoryUsed()).isEqualTo(1024);
            assertThat(inFile.scan()).isEqualTo(new Found(Optional.of("two"), false));
            assertThat(openFilesUnder(tmp)).isEqualTo(1);
            server.onLoop(inMemory::close);
            assertThat(server.memoryUsed()).isZero();
        }
    }

    @Test
    void anAnnouncedLengthOverTheLimitIsRefusedBeforeAnythingIsRead() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n");

            assertThat(server.outcome()).isEqualTo(new TooLarge(1 << 20));
            assertThat(caller.head())
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void aBodyThatGrowsOverTheLimitIsRefusedAndItsSenderGetsTheAnswer() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 24; i++) caller.chunk("x".repeat(64 * 1024));
            caller.send("0\r\n\r\n");

            assertThat(server.outcome()).isEqualTo(new TooLarge(1 << 20));
            assertThat(caller.head()).startsWith("HTTP/1.1 413");
            await().until(() -> openFilesUnder(tmp) == 0);
            assertThat(server.memoryUsed()).isZero();
        }
    }

    @Test
    void aSenderThatAsksFirstIsToldToContinue() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

            assertThat(caller.head()).startsWith("HTTP/1.1 100 ");
            caller.send("{}");
            assertThat(server.body().length()).isEqualTo(2);
        }
    }

    @Test
    void aCallerThatLeavesDuringTheUploadLeavesNothingBehind() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL)) {
            for (int sent : new int[] {10, 200_000}) {
                try (var caller = RawPeer.connect(server.port())) {
                    caller.send(
                            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n"
                                    + "x".repeat(sent));
                }
                assertThat(server.outcome()).isEqualTo(new ClientGone());
            }
            assertThat(server.memoryUsed()).isZero();
            await().until(() -> openFilesUnder(tmp) == 0);
        }
    }

    @Test
    void aFullDiskIsAClearRefusal() throws Exception {
        var spool = new FullSpool(100_000);
        try (var server = new BodyServer(spool, SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.post("/", "x".repeat(500_000));

            assertThat(server.outcome())
                    .isInstanceOfSatisfying(
                            StorageFailed.class,
                            it ->
                                    assertThat(it.why())
                                            .contains("No space left on device")
                                            .contains("in nowhere"));
            assertThat(caller.head()).startsWith("HTTP/1.1 507");
            await().until(() -> spool.stillOpen() == 0);
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsAClearRefusal() throws Exception {
        Path notAFolder = Files.createFile(tmp.resolve("file"));
        try (var server = new BodyServer(new DiskSpool(notAFolder), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.post("/", "x".repeat(5_000));

            assertThat(server.outcome())
                    .isInstanceOfSatisfying(
                            StorageFailed.class,
                            it ->
                                    assertThat(it.why())
                                            .contains(notAFolder.toString())
                                            .contains("FileAlreadyExists"));
        }
    }

    @Test
    void aBodyThatIsNoJsonIsReadAllTheSame() throws Exception {
        try (var server = new BodyServer(new DiskSpool(tmp), SMALL);
                var caller = RawPeer.connect(server.port())) {
            caller.post("/", "--boundary\r\n");

            RequestBody body = server.body();
            assertThat(body.length()).isEqualTo(12);
            assertThat(body.scan()).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void severalUploadsOf128MibAtOnceNeedLittleMemory() throws Exception {
        int uploads = 3;
        byte[] block = ("\"" + "x".repeat((1 << 20) - 3) + "\",").getBytes(UTF_8);
        var limits = BodyLimits.of((128L << 20) + 1024);
        try (var server = new BodyServer(new DiskSpool(tmp), limits)) {
            RawPeer[] callers = new RawPeer[uploads];
            long length =
                    128L * block.length + "{\"a\":[".length() + "0],\"model\":\"m\"}".length();
            for (int i = 0; i < uploads; i++) {
                callers[i] = RawPeer.connect(server.port());
                callers[i].send(
                        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                + length
                                + "\r\n\r\n{\"a\":[");
            }
            long before = usedHeap();
            for (int mebibyte = 0; mebibyte < 128; mebibyte++) {
                for (RawPeer caller : callers) caller.send(block);
                if (mebibyte % 32 == 31) assertLittleIsHeld(before);
            }
            for (RawPeer caller : callers) caller.send("0],\"model\":\"m\"}");
            for (int i = 0; i < uploads; i++) {
                RequestBody body = server.body();
                assertThat(body.length()).isEqualTo(length);
                assertThat(body.scan()).isEqualTo(new Found(Optional.of("m"), false));
            }
            assertLittleIsHeld(before);
            for (RawPeer caller : callers) caller.close();
        }
    }

    /// What is held stays, however often the heap is looked at; garbage of whoever shares the heap
    /// goes.
    private static void assertLittleIsHeld(long before) {
        await().untilAsserted(
                        () ->
                                assertThat(usedHeap() - before)
                                        .as("growth in bytes")
                                        .isLessThan(16 << 20));
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// How many files of this process lie, or lay before they lost their name, in `folder`.
    private static long openFilesUnder(Path folder) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeThat(descriptors).as("only Linux shows them").isDirectory();
        try (var open = Files.list(descriptors)) {
            return open.filter(fd -> pointsInto(fd, folder)).count();
        }
    }

    private static boolean pointsInto(Path fd, Path folder) {
        try {
            return Files.readSymbolicLink(fd).startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
