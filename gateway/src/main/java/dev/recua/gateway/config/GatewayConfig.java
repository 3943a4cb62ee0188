package dev.recua.gateway.config;

import static dev.recua.gateway.config.Require.atLeast;
import static dev.recua.gateway.config.Require.notNegative;

import dev.recua.supervisor.engine.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything the gateway was told, checked and complete; one field per key of `config.yaml`.
///
/// Immutable. [#defaults] is what a machine without a configuration file gets. Every
/// `Duration.ZERO` here means "no such limit". Which keys already have an effect says [Keys].
///
/// @param listen where the gateway listens
/// @param apiKey the key that callers must send; empty: any key is accepted and ignored
/// @param insecure listen on a non-loopback address without a key
/// @param allowedHosts `Host` names accepted besides the loopback names and the listen address
/// @param allowedOrigins further origins for the model routes
/// @param maxBody largest request body
/// @param defaultModel the model of requests that name none
/// @param folders further model folders, absolute, in the user's order
/// @param bundled offer the bundled model
/// @param idleUnload how long a model may stay loaded unused; zero keeps it loaded
/// @param models by id, in file order
/// @param offline make no outgoing request but to our own children
public record GatewayConfig(
        Listen listen,
        Optional<Secret> apiKey,
        boolean insecure,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        ByteSize maxBody,
        Optional<String> defaultModel,
        List<Path> folders,
        boolean bundled,
        Engine engine,
        Duration idleUnload,
        Memory memory,
        Queue queue,
        SupervisorConfig supervisor,
        Map<String, ModelConfig> models,
        LogLevel logLevel,
        boolean offline) {
    private static final GatewayConfig DEFAULTS =
            new GatewayConfig(
                    new Listen("127.0.0.1", 8091),
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of(),
                    ByteSize.parse("128MiB"),
                    Optional.empty(),
                    List.of(),
                    true,
                    Engine.defaults(),
                    Duration.ofMinutes(5),
                    new Memory(OrAuto.auto(), OrAuto.auto(), 1),
                    new Queue(128, Duration.ofMinutes(10)),
                    SupervisorConfig.defaults(),
                    Map.of(),
                    LogLevel.INFO,
                    false);

    public GatewayConfig {
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        folders = List.copyOf(folders);
        notNegative("idleUnload", idleUnload);
        if (!listen.isLoopback() && apiKey.isEmpty() && !insecure) {
            throw new IllegalArgumentException(listen + " is open to others, without a key");
        }
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        models.forEach(
                (id, model) -> {
                    if (!id.equals(model.id())) {
                        throw new IllegalArgumentException(id + " is stored under " + model.id());
                    }
                });
    }

    /// What holds where nothing was configured.
    public static GatewayConfig defaults() {
        return DEFAULTS;
    }

    /// Which llama-server to use. Searched in this order: `option`, `variable`, `path`, then the
    /// machine.
    ///
    /// @param option `--engine`, absolute
    /// @param variable `RECUA_ENGINE`, absolute
    /// @param path `engine.path` of the file, absolute
    /// @param version `newest`, or the version to install
    /// @param variant the variant to install; auto: the usual one of this machine
    /// @param install whether to install one when none is found
    public record Engine(
            Optional<Path> option,
            Optional<Path> variable,
            Optional<Path> path,
            String version,
            OrAuto<Variant> variant,
            Install install) {
        public Engine {
            if (version.isBlank()) throw new IllegalArgumentException("version is blank");
        }

        /// The first of option, variable and path that was given.
        public Optional<Path> named() {
            return option.or(() -> variable).or(() -> path);
        }

        static Engine defaults() {
            return new Engine(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "newest",
                    OrAuto.auto(),
                    Install.AUTO);
        }
    }

    /// Whether we may install an engine.
    public enum Install {
        /// When none is found.
        AUTO,
        NEVER
    }

    /// What models may occupy.
    ///
    /// @param budget for all models together
    /// @param reserve left free for everything else
    /// @param maxModels resident at once; 0 is no limit
    public record Memory(OrAuto<ByteSize> budget, OrAuto<ByteSize> reserve, int maxModels) {
        public Memory {
            atLeast(0, "maxModels", maxModels);
        }
    }

    /// How long and how many requests wait for one model.
    ///
    /// @param maxWaiting per model; 0 is no limit
    /// @param maxWait of one request; zero is no limit
    public record Queue(int maxWaiting, Duration maxWait) {
        public Queue {
            atLeast(0, "maxWaiting", maxWaiting);
            notNegative("maxWait", maxWait);
        }
    }
}
