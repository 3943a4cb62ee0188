package dev.recua.gateway.cli;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.admin.EngineInstalling;
import dev.recua.client.error.LlmException;
import java.time.Duration;
import java.util.function.Consumer;

/// The engines of a running gateway. How far an install is, it is asked twice a second.
final class GatewayEngines implements EngineWork {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final AdminClient gateway;
    private final Ticker ticker;

    GatewayEngines(AdminClient gateway, Ticker ticker) {
        this.gateway = gateway;
        this.ticker = ticker;
    }

    @Override
    public EngineInfos list() throws InterruptedException {
        return gateway.engineInfos();
    }

    @Override
    public EngineInfo install(EngineInstall wish, Consumer<EngineInstalling> progress)
            throws InterruptedException {
        try (var _ = ticker.every(EVERY, EVERY, _ -> tell(progress))) {
            return gateway.installEngine(wish);
        }
    }

    @Override
    public EngineInfo use(String name) throws InterruptedException {
        return gateway.useEngine(name);
    }

    @Override
    public void remove(String name) throws InterruptedException {
        gateway.removeEngine(name);
    }

    private void tell(Consumer<EngineInstalling> progress) {
        try {
            gateway.engineInfos().installing().forEach(progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LlmException unknown) {
            // The answer to the order itself says what is wrong.
            return;
        }
    }
}
