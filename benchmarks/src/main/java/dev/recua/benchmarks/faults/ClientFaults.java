package dev.recua.benchmarks.faults;

import dev.recua.testkit.fault.FaultServer;
import dev.recua.testkit.fault.FaultTable;
import dev.recua.testkit.fault.FaultTable.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Plays every fault of the table to every client, and writes what each made of it.
///
/// Arguments: the page to write, then the versions of openai-java and LangChain4j.
public final class ClientFaults {
    /// Ten times the timeout that every client has.
    private static final Duration PATIENCE = Subject.TIMEOUT.multipliedBy(10);

    /// An error, and TLS: Java reads the certificates of the machine once.
    private static final Set<String> WARMING = Set.of("500-json", "tls-self-signed");

    private ClientFaults() {}

    /// Plays, looks, writes the page, ends.
    ///
    /// @param args see the class
    public static void main(String[] args) throws Exception {
        List<Subject> subjects =
                List.of(new RecuaSdk(), new OpenAiJava(args[1]), new LangChain4j(args[2]));
        warmUp(subjects);
        List<FaultPage.Line> lines = new ArrayList<>();
        for (Row row : FaultTable.rows()) {
            List<Seen> seen = new ArrayList<>();
            for (Subject subject : subjects) seen.add(look(subject, row));
            lines.add(new FaultPage.Line(row, seen));
            System.err.println(row.fault());
        }
        List<String> names = subjects.stream().map(Subject::name).toList();
        Files.writeString(Path.of(args[0]), new FaultPage(names, lines).text());
        System.exit(0); // clients leave threads behind
    }

    /// Or the first rows would show how long classes take to load.
    private static void warmUp(List<Subject> subjects) throws Exception {
        for (Row row : FaultTable.rows()) {
            boolean warming = row.isHarmless() || WARMING.contains(row.fault());
            if (!warming) continue;
            for (Subject subject : subjects) look(subject, row);
        }
    }

    private static Seen look(Subject subject, Row row) throws Exception {
        try (FaultServer server = FaultServer.playing(row.fault());
                ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            Future<String> asked = one.submit(() -> subject.ask(server.address(), row.streamed()));
            try {
                String text = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return new Seen("answered \"" + text + "\"", "", false, since(start));
            } catch (ExecutionException thrown) {
                return thrown(thrown.getCause(), since(start));
            } catch (TimeoutException never) {
                asked.cancel(true);
                return new Seen("nothing", "given up by us", true, since(start));
            }
        }
    }

    private static Seen thrown(@Nullable Throwable failure, Duration took) {
        if (failure == null) return new Seen("nothing", "", true, took);
        @Nullable String message = failure.getMessage();
        return new Seen(
                failure.getClass().getSimpleName(), message == null ? "" : message, true, took);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
