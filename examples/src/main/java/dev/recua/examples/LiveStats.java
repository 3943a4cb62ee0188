// Run: examples/run.sh LiveStats [HOW-MANY]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.admin.LlamaStatusView;
import dev.recua.client.error.LlmException;
import dev.recua.client.event.LlamaModel;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Figures of a gateway that stay up to date: how long it is up, how many models it has and how
/// large they are, what went wrong.
///
/// The gateway tells each change; between two of them the client counts the seconds itself, so
/// that nothing is asked however often the line is printed. Needs a running gateway, as [AskAModel]
/// does.
public final class LiveStats {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private LiveStats() {}

    /// Prints a line each second.
    ///
    /// @param args how many lines; left out: without end
    public static void main(String[] args) throws InterruptedException {
        long lines = args.length > 0 ? Long.parseLong(args[0]) : Long.MAX_VALUE;
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key);
                var status = recua.admin().llamaStatus()) {
            System.out.println(line(status.requestLlamaStatus()));
            for (long i = 1; i < lines && !status.subscription().isOver(); i++) {
                Thread.sleep(EVERY);
                System.out.println(line(status.view()));
            }
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static String line(LlamaStatusView now) {
        long bytes = now.models().stream().mapToLong(LlamaModel::size).sum();
        String trouble = now.lastError() == null ? "" : "  " + now.lastError();
        return "%s  up %s  models: %d, %s in all  retries: %d%s"
                .formatted(
                        now.status().wire(),
                        time(Duration.ofSeconds(now.uptime())),
                        now.models().size(),
                        size(bytes),
                        now.retries(),
                        trouble);
    }

    /// Such as `1h 30m 45s`.
    static String time(Duration up) {
        return "%dh %dm %ds".formatted(up.toHours(), up.toMinutesPart(), up.toSecondsPart());
    }

    /// Such as `4.7 GB`: thousands, as file managers and download pages count.
    static String size(long bytes) {
        if (bytes < 1_000) return bytes + " B";
        double shown = bytes;
        int unit = -1;
        for (; shown >= 999.95 && unit < 3; unit++) shown /= 1_000;
        return String.format(Locale.ROOT, "%.1f %cB", shown, "kMGT".charAt(unit));
    }
}
