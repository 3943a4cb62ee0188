package dev.recua.gateway.admin;

import dev.recua.client.admin.GatewayInfo;
import dev.recua.gateway.fleet.EngineRoom;
import dev.recua.gateway.home.Folders;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the gateway's own API is told of the installation around it. Everything here may be asked
/// from any thread.
///
/// @param version   of Recua
/// @param startedAt when this gateway was started
/// @param engine    the engine that the next model starts with; looks into memory only
/// @param logOf     the file that a model's child writes its log to, whether it is there or not
/// @param gatewayLog our own log
/// @param command   the words that start a model's engine, the engine first, with `${PORT}` where
///     its port stands, and no secret among them; empty while there is no engine for it. May block
/// @param shutdown  begins the end of this process, as SIGTERM does; returns at once
/// @param engines   the engines that there are; blocks
public record House(
        String version,
        Instant startedAt,
        Folders folders,
        Supplier<Optional<GatewayInfo.Engine>> engine,
        Function<ModelId, Path> logOf,
        Path gatewayLog,
        Function<Model, Optional<List<String>>> command,
        Runnable shutdown,
        EngineRoom engines) {
    /// Where a port stands in [#command].
    public static final String PORT = "${PORT}";
}
