package dev.recua.gateway;

import dev.recua.client.admin.GatewayInfo;
import dev.recua.gateway.admin.House;
import dev.recua.gateway.fleet.LlamaLauncher;
import dev.recua.gateway.home.Folders;
import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.Variant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the gateway's own API is told of a real installation.
final class Premises {
    private Premises() {}

    /// @param shutdown begins the end of this process
    static House of(
            String version,
            Folders folders,
            EngineSetup engines,
            LlamaLauncher launcher,
            Runnable shutdown) {
        return new House(
                version,
                Instant.now(),
                folders,
                () -> engines.engines().current().map(Premises::engine),
                launcher::log,
                folders.logs().resolve("gateway.log"),
                model -> launcher.command(model, House.PORT),
                shutdown,
                engines.room());
    }

    private static GatewayInfo.Engine engine(Engine engine) {
        @Nullable Integer build = engine.build() == 0 ? null : engine.build();
        return new GatewayInfo.Engine(
                engine.version(),
                build,
                engine.binary().toString(),
                engine.variant().map(Variant::id).orElse(null));
    }
}
