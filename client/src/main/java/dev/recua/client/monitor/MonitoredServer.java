package dev.recua.client.monitor;

import dev.recua.client.llama.LlamaCppApi;
import dev.recua.client.llama.ServerHealth;
import dev.recua.client.llama.ServerMetrics;
import java.time.Duration;

/// What a [LlamaCppMonitor] asks of the server it watches. Any thread may ask.
public interface MonitoredServer {
    /// This llama-server.
    static MonitoredServer of(LlamaCppApi api) {
        return new MonitoredServer() {
            @Override
            public ServerHealth health(Duration limit) throws InterruptedException {
                return api.health(limit);
            }

            @Override
            public ServerMetrics metrics() throws InterruptedException {
                return api.metrics();
            }
        };
    }

    /// Whether it takes requests.
    ///
    /// @param limit how long that may take
    /// @throws dev.recua.client.error.LlmException when it does not say
    ServerHealth health(Duration limit) throws InterruptedException;

    /// What it counted.
    ///
    /// @throws dev.recua.client.error.LlmException when it does not say
    ServerMetrics metrics() throws InterruptedException;
}
