package dev.recua.client.soak;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.client.ClientSetup;
import dev.recua.client.OpenAiCompatibleClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.fake.FakeHttp;
import dev.recua.client.fake.FakeProvider;
import dev.recua.client.http.ConnectionPool;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An endless answer takes no more memory than a short one, and a hundred clients get five
/// connections in the order in which they came.
///
/// `mvn verify -Psoak -Dsoak=client` streams 1 GB (or `-Drecua.client.megabytes=`) and lets the
/// hundred come 50 times (or `-Drecua.client.rounds=`); it leaves pages in `target/client-soak`.
/// Every build does a little of both.
class ClientSoakIT {
    private static final int MEGABYTES = Integer.getInteger("recua.client.megabytes", 1_000);
    private static final int FEW_MEGABYTES = 30;
    private static final int ROUNDS = Integer.getInteger("recua.client.rounds", 50);
    private static final String CHAT = "/v1/chat/completions";
    private static final int CLIENTS = 100;
    private static final int CONNECTIONS = 5;

    /// So often the heap is looked at while an answer comes.
    private static final int LOOKS = 10;

    /// How far the heap may rise above an earlier look: a tenth of what `FEW_MEGABYTES` would add.
    private static final long ALLOWED_BYTES = 3_000_000;

    private final FakeProvider server = FakeProvider.open("soak");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Timeout(120)
    void thirtyMegabytesOfAnswerTakeNoMemory() throws Exception {
        told("stream", streamed(FEW_MEGABYTES));
    }

    @Test
    @Timeout(60)
    void aHundredClientsGetFiveConnectionsInTheOrderInWhichTheyCame() throws Exception {
        told("pool", inOrder(1));
    }

    @Test
    @Tag("soak")
    @Tag("soak-client")
    @Timeout(1800)
    void aGigabyteOfAnswerTakesNoMemory() throws Exception {
        told("stream", streamed(MEGABYTES));
    }

    @Test
    @Tag("soak")
    @Tag("soak-client")
    @Timeout(1800)
    void aHundredClientsGetFiveConnectionsInOrderAgainAndAgain() throws Exception {
        told("pool", inOrder(ROUNDS));
    }

    /// How far the heap ever rose above what it had been before. That it falls, as what the JVM
    /// needed at first is given back, is no growth.
    private static long growth(List<Long> heap) {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (long look : heap) {
            least = Math.min(least, look);
            most = Math.max(most, look - least);
        }
        return most;
    }

    private String streamed(int megabytes) throws InterruptedException {
        EndlessAnswer answer = EndlessAnswer.ofBytes(megabytes * 1_000_000L);
        server.meets(answer);
        List<Long> heap = new ArrayList<>();
        long characters = 0;
        long chunks = 0;
        long began = System.nanoTime();
        try (var client = OpenAiCompatibleClient.of(config());
                var stream = client.chatStream(ChatRequest.of("m", "Go on", it -> {}))) {
            while (stream.hasNext()) {
                characters += stream.next().text().length();
                chunks++;
                if (chunks % (answer.events() / LOOKS) == 0) heap.add(heapAfterCollection());
            }
            assertThat(stream.isWhole()).isTrue();
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        assertThat(characters).isEqualTo(answer.events() * EndlessAnswer.text().length());
        assertThat(growth(heap)).as("the heap while it came: %s", heap).isLessThan(ALLOWED_BYTES);
        return """
        # A streamed answer of %,d MB

        %,d events of %d bytes through one `ChatStream`, in %.1f s (%.1f MB/s), the looks at the heap included.

        | heap in use, after a collection, at each tenth | MB |
        |---|---:|
        %s
        """
                .formatted(
                        megabytes,
                        answer.events(),
                        EndlessAnswer.EVENT_BYTES,
                        seconds,
                        megabytes / seconds,
                        IntStream.range(0, heap.size())
                                .mapToObj(i -> "| %d | %.2f |".formatted(i + 1, heap.get(i) / 1e6))
                                .collect(joining("\n")));
    }

    private static long heapAfterCollection() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /// The server answers only as it is let, so that exactly one place becomes free at a time.
    private String inOrder(int rounds) throws Exception {
        var limits =
                new ConnectionPool.Limits(
                        CONNECTIONS, Duration.ofMinutes(5), Duration.ofMinutes(2));
        var let = new Semaphore(0);
        List<Long> roundMillis = new ArrayList<>();
        try (var pool = ConnectionPool.of(limits);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < rounds; round++) {
                long began = System.nanoTime();
                oneRound(pool, clients, let, round * CLIENTS);
                roundMillis.add((System.nanoTime() - began) / 1_000_000);
            }
            assertThat(pool.counts().most()).isEqualTo(CONNECTIONS);
            assertThat(pool.counts().active()).isZero();
            assertThat(pool.counts().waiting()).isZero();
        }
        assertThat(server.http().connections()).isLessThanOrEqualTo(CONNECTIONS * rounds);
        LongStream sorted = roundMillis.stream().mapToLong(Long::longValue).sorted();
        return """
        # A hundred clients, five connections

        %,d requests of %d clients over a pool of %d, rounds: %d, each served in the order in which it came. \
        %d connections were opened. One round took %d ms in the median, the server letting its requests go one by one.
        """
                .formatted(
                        rounds * CLIENTS,
                        CLIENTS,
                        CONNECTIONS,
                        rounds,
                        server.http().connections(),
                        sorted.skip(rounds / 2).findFirst().orElseThrow());
    }

    private void oneRound(ConnectionPool pool, ExecutorService clients, Semaphore let, int first)
            throws Exception {
        server.meets(CLIENTS, held(let));
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            answers.add(clients.submit(asking(pool, first + i)));
            int come = i + 1;
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> pool.counts().active() + pool.counts().waiting() == come);
        }
        for (int i = 0; i < CLIENTS; i++) {
            int atServer = first + Math.min(CLIENTS, i + CONNECTIONS);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> server.http().requests(CHAT).size() == atServer);
            let.release();
        }
        for (Future<String> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("served");
        }
        assertThat(server.chats().subList(first + CONNECTIONS, first + CLIENTS))
                .extracting(it -> it.path("messages").path(0).path("content").asString())
                .containsExactlyElementsOf(
                        IntStream.range(first + CONNECTIONS, first + CLIENTS)
                                .mapToObj(Integer::toString)
                                .toList());
    }

    private static FakeHttp.Handler held(Semaphore let) {
        String answer =
                WireJson.mapper()
                        .readTree(
                                """
                                {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
                                "message":{"role":"assistant","content":"served"},"finish_reason":"stop"}]}""")
                        .toString();
        return (request, wire) -> {
            let.acquire();
            wire.json(200, answer);
        };
    }

    private Callable<String> asking(ConnectionPool pool, int number) {
        return () -> {
            var setup = ClientSetup.usual().withPool(pool);
            try (var client = OpenAiCompatibleClient.of(config(), setup)) {
                return client.chat(ChatRequest.of("m", Integer.toString(number), it -> {})).text();
            }
        };
    }

    private ProviderConfig config() {
        return ProviderConfig.of(ProviderType.OPENAI_COMPATIBLE, server.address())
                .withTimeout(Duration.ofMinutes(5))
                .withMaxRetries(0);
    }

    /// Prints the figures, and leaves them as a page.
    private static void told(String name, String page) throws IOException {
        System.out.println(page);
        Path folder = Path.of(System.getProperty("basedir", "")).resolve("target/client-soak");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("%s-client-%s.md".formatted(LocalDate.now(ZoneOffset.UTC), name)),
                page);
    }
}
