package dev.recua.supervisor.child;

import dev.recua.testkit.RealEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bundled model in a real llama-server.
final class TinyChild {
    private static final String ID = "recua:3m-instruct";

    private TinyChild() {}

    /// A spec for it with its notes and logs below `home`.
    static ChildSpec spec(Path binary, Path home) {
        Path model = RealEngine.model();
        return new ChildSpec(
                ID,
                binary,
                port ->
                        List.of(
                                "--model",
                                model.toString(),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--alias",
                                ID,
                                "--ctx-size",
                                "512",
                                "--sse-ping-interval",
                                "5"),
                Map.of(),
                Optional.of(home.resolve("logs/real.log")),
                ChildLimits.DEFAULT,
                home.resolve("config"),
                home.resolve("run"));
    }
}
