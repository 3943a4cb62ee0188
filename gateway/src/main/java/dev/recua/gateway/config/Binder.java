package dev.recua.gateway.config;

import dev.recua.gateway.config.GatewayConfig.Engine;
import dev.recua.gateway.config.GatewayConfig.Memory;
import dev.recua.gateway.config.GatewayConfig.Queue;
import dev.recua.gateway.config.SupervisorConfig.Liveness;
import dev.recua.gateway.config.SupervisorConfig.Poll;
import dev.recua.gateway.config.SupervisorConfig.Restart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Layers → [GatewayConfig], one method per section. Where a value is wrong the default stands in,
/// so that everything else is checked too; the caller throws the result away when there are errors.
final class Binder {
    private final Settings settings;
    private final Function<String, Path> path;
    private final boolean fileRead;
    private final GatewayConfig standard = GatewayConfig.defaults();

    /// One for one configuration.
    ///
    /// @param path reads a path as the file means it
    /// @param fileRead whether the file's keys are among the settings
    Binder(Settings settings, Function<String, Path> path, boolean fileRead) {
        this.fileRead = fileRead;
        this.settings = settings;
        this.path = path;
    }

    /// Reads everything.
    ///
    /// @param option `--engine`, absolute
    /// @param variable `RECUA_ENGINE`, absolute
    GatewayConfig bind(
            Optional<Path> option, Optional<Path> variable, Map<String, ModelConfig> models) {
        var apiKey =
                settings.findIfSet("api-key", Parsers.orNone(Secret::parse)).flatMap(key -> key);
        boolean insecure = settings.read("insecure", standard.insecure(), Parsers::truth);
        return new GatewayConfig(
                listen(apiKey.isPresent() || insecure),
                apiKey,
                insecure,
                settings.list("allowed-hosts", Parsers::host),
                settings.list("allowed-origins", Parsers::origin),
                settings.read("max-body", standard.maxBody(), ByteSize::parsePositive),
                settings.find("default-model", Parsers.orNone(Parsers::name)).flatMap(name -> name),
                settings.list("folders", path),
                settings.read("bundled", standard.bundled(), Parsers::truth),
                engine(settings.in("engine"), option, variable),
                settings.read("idle-unload", standard.idleUnload(), Durations::orNever),
                memory(settings.in("memory")),
                queue(settings.in("queue")),
                supervisor(settings.in("supervisor")),
                models,
                settings.read("log-level", standard.logLevel(), Parsers::level),
                settings.read("offline", standard.offline(), Parsers::truth));
    }

    private Listen listen(boolean guarded) {
        var listen = settings.read("listen", standard.listen(), Listen::parse);
        if (listen.isLoopback() || guarded) return listen;
        // One problem is enough: where the guard itself is wrong, or the file could not be read, it
        // may be meant.
        boolean unclear = !fileRead || settings.isWrong("api-key") || settings.isWrong("insecure");
        if (unclear) return standard.listen();
        settings.origin("listen")
                .ifPresent(
                        at ->
                                settings.error(
                                        at,
                                        "listen",
                                        listen + " can be reached by others, and no api-key is set",
                                        "Set api-key (or RECUA_API_KEY), or say insecure: true (--insecure)."));
        return standard.listen();
    }

    private Engine engine(Settings engine, Optional<Path> option, Optional<Path> variable) {
        var defaults = standard.engine();
        return new Engine(
                option,
                variable,
                engine.find("path", Parsers.orNone(path)).flatMap(found -> found),
                engine.read("version", defaults.version(), Parsers::name),
                engine.read("variant", defaults.variant(), Parsers::variant),
                engine.read("install", defaults.install(), Parsers::install));
    }

    private Memory memory(Settings memory) {
        var defaults = standard.memory();
        return new Memory(
                memory.read(
                        "budget",
                        defaults.budget(),
                        text -> OrAuto.parse(text, ByteSize::parsePositive)),
                memory.read(
                        "reserve", defaults.reserve(), text -> OrAuto.parse(text, ByteSize::parse)),
                memory.read("max-models", defaults.maxModels(), Parsers.atLeast(0)));
    }

    private Queue queue(Settings queue) {
        var defaults = standard.queue();
        return new Queue(
                queue.read("max-waiting", defaults.maxWaiting(), Parsers.atLeast(0)),
                queue.read("max-wait", defaults.maxWait(), Durations::orNever));
    }

    private SupervisorConfig supervisor(Settings supervisor) {
        var defaults = standard.supervisor();
        return new SupervisorConfig(
                supervisor.read("start-timeout", defaults.startTimeout(), Durations::positive),
                poll(supervisor.in("poll"), defaults.poll()),
                liveness(supervisor.in("liveness"), defaults.liveness()),
                restart(supervisor.in("restart"), defaults.restart()),
                supervisor.read("stop-grace", defaults.stopGrace(), Durations::positive));
    }

    private static Poll poll(Settings poll, Poll defaults) {
        return new Poll(
                poll.read("first", defaults.first(), Durations::positive),
                poll.read("then", defaults.then(), Durations::positive),
                poll.read("slow", defaults.slow(), Durations::positive));
    }

    private static Liveness liveness(Settings liveness, Liveness defaults) {
        return new Liveness(
                liveness.read("every", defaults.every(), Durations::orNever),
                liveness.read("failures", defaults.failures(), Parsers.atLeast(1)),
                liveness.read("stall", defaults.stall(), Durations::orNever),
                liveness.read("probe-timeout", defaults.probeTimeout(), Durations::positive));
    }

    private static Restart restart(Settings restart, Restart defaults) {
        int max = restart.read("max", defaults.max(), Parsers.atLeast(0));
        Duration first = restart.read("first", defaults.first(), Durations::positive);
        Duration cap = restart.read("cap", defaults.cap(), Durations::positive);
        double jitter = restart.read("jitter", defaults.jitter(), Parsers::fraction);
        Duration healthy =
                restart.read("healthy-after", defaults.healthyAfter(), Durations::positive);
        if (cap.compareTo(first) >= 0) return new Restart(max, first, cap, jitter, healthy);
        restart.origin("cap")
                .or(() -> restart.origin("first"))
                .ifPresent(
                        at ->
                                restart.error(
                                        at,
                                        "cap",
                                        "is shorter than first",
                                        "Make cap at least as long as first."));
        return defaults;
    }
}
