package dev.recua.gateway.fleet;

import dev.recua.client.admin.EngineInfo;
import dev.recua.supervisor.engine.Engine;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Engines in the words of the admin API.
final class EngineView {
    private EngineView() {}

    /// An installed engine.
    ///
    /// @param active what the next child starts with
    static EngineInfo of(InstalledEngine engine, Optional<Engine> active) {
        Path binary = real(engine.binary());
        return new EngineInfo(
                engine.id().toString(),
                engine.id().version(),
                engine.id().target(),
                engine.id().variant().id(),
                engine.binary().toString(),
                active.filter(it -> real(it.binary()).equals(binary)).isPresent());
    }

    /// The engine in use, which Recua did not install; its id says where it was found.
    static EngineInfo foreign(Engine engine) {
        return new EngineInfo(
                engine.origin().name().toLowerCase(Locale.ROOT),
                engine.version(),
                engine.target().id(),
                engine.variant().map(Variant::id).orElse("unknown"),
                engine.binary().toString(),
                true);
    }

    /// Without links, so that one file has one name; as it is when it is gone.
    static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException gone) {
            return file.toAbsolutePath().normalize();
        }
    }
}
