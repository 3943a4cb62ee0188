// Run: examples/run.sh StatusDisplay
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.admin.LlamaStatusView;
import dev.recua.client.error.LlmException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/// Prints how a gateway is: the seven fields that each display of its status is made of.
///
/// The status client stays up to date by itself as long as it is open; [StatusMonitor] and
/// [LiveStats] make use of that. Needs a running gateway, as [AskAModel] does.
public final class StatusDisplay {
    private StatusDisplay() {}

    /// Asks once and prints.
    ///
    /// @param args none
    public static void main(String[] args) throws InterruptedException {
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key);
                var status = recua.admin().llamaStatus()) {
            print(status.requestLlamaStatus());
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void print(LlamaStatusView now) {
        System.out.println("status:    " + now.status().wire());
        System.out.println("models:    " + now.models().size());
        System.out.println("lastError: " + Objects.requireNonNullElse(now.lastError(), "none"));
        System.out.println("retries:   " + now.retries());
        System.out.println("uptime:    " + now.uptime() + " s");
        System.out.println("startedAt: " + now.startedAt());
        System.out.println("isLoading: " + now.isLoading());
    }
}
