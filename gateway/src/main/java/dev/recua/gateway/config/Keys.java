package dev.recua.gateway.config;

import dev.recua.gateway.config.Key.Kind;
import dev.recua.gateway.config.Key.Stage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The one table of all keys of `config.yaml`.
///
/// A key that comes to life changes its stage here (and its row in `docs/reference/config.md`,
/// which a test compares). The defaults here are text for people; [GatewayConfig#defaults] has the
/// values, and a test holds them equal.
public final class Keys {
    private static final List<Key> ALL =
            List.of(
                    now(
                            "listen",
                            Kind.ADDRESS,
                            "127.0.0.1:8091",
                            "Where the gateway listens; port 0 takes any free one. Other than loopback needs `api-key` or `insecure: true`."),
                    now(
                            "api-key",
                            Kind.SECRET,
                            "none",
                            "The key that callers must send. Unset: any key is accepted and ignored."),
                    now(
                            "insecure",
                            Kind.SWITCH,
                            "false",
                            "Listen on a non-loopback address without a key."),
                    now(
                            "allowed-hosts",
                            Kind.HOSTS,
                            "[]",
                            "`Host` names accepted besides `localhost`, `127.0.0.1`, `[::1]` and the listen address."),
                    now(
                            "allowed-origins",
                            Kind.ORIGINS,
                            "[]",
                            "More origins for the model routes, such as `https://chat.example.org`."),
                    now("max-body", Kind.SIZE, "128MiB", "Largest request body."),
                    now(
                            "default-model",
                            Kind.NAME_OR_NONE,
                            "none",
                            "The model of requests that name none."),
                    now(
                            "folders",
                            Kind.PATHS,
                            "[]",
                            "More model folders. One that is missing is told in the log and used once it is there; it is never made."),
                    now("bundled", Kind.SWITCH, "true", "Offer the bundled model."),
                    now("log-level", Kind.LEVEL, "info", "How much the gateway logs."),
                    now("offline", Kind.SWITCH, "false", "Make no outgoing request."),
                    now(
                            "engine.path",
                            Kind.PATH_OR_NONE,
                            "none",
                            "A llama-server binary. From the file only."),
                    now("engine.version", Kind.TEXT, "newest", "Which version to install."),
                    now("engine.variant", Kind.VARIANT, "auto", "Which variant to install."),
                    now(
                            "engine.install",
                            Kind.INSTALL,
                            "auto",
                            "Whether to install an engine when none is found."),
                    now(
                            "idle-unload",
                            Kind.SPAN_OR_NEVER,
                            "300s",
                            "How long a model may stay loaded unused; `0` and `never` keep it."),
                    checked(
                            "memory.budget",
                            Kind.SIZE_OR_AUTO,
                            "auto",
                            "Memory for all models together."),
                    checked(
                            "memory.reserve",
                            Kind.SIZE_OR_AUTO,
                            "auto",
                            "Memory left free for everything else."),
                    now(
                            "memory.max-models",
                            Kind.COUNT,
                            "1",
                            "Models loaded at once; 0 is no limit."),
                    now(
                            "queue.max-waiting",
                            Kind.COUNT,
                            "128",
                            "Requests that wait for one model; 0 is no limit."),
                    now(
                            "queue.max-wait",
                            Kind.SPAN_OR_NEVER,
                            "10m",
                            "How long one request waits for its model; `0` and `never` are no limit."),
                    now(
                            "supervisor.start-timeout",
                            Kind.SPAN,
                            "300s",
                            "From the start of an engine until it must be ready."),
                    now(
                            "supervisor.poll.first",
                            Kind.SPAN,
                            "50ms",
                            "Pause between readiness probes in the first 2 s."),
                    now("supervisor.poll.then", Kind.SPAN, "250ms", "The same up to 30 s."),
                    now("supervisor.poll.slow", Kind.SPAN, "1s", "The same after that."),
                    now(
                            "supervisor.liveness.every",
                            Kind.SPAN_OR_NEVER,
                            "30s",
                            "Pause between probes of a ready engine; `0` and `never` switch them off."),
                    now(
                            "supervisor.liveness.failures",
                            Kind.COUNT,
                            "3",
                            "Failed probes in a row that count as a hang: the engine is killed and restarted."),
                    now(
                            "supervisor.liveness.stall",
                            Kind.SPAN_OR_NEVER,
                            "60s",
                            "A request under way without any progress for so long counts as a hang; `0` and `never` switch it off."),
                    now(
                            "supervisor.liveness.probe-timeout",
                            Kind.SPAN,
                            "5s",
                            "How long one probe may take, also while starting."),
                    now(
                            "supervisor.restart.max",
                            Kind.COUNT,
                            "5",
                            "Restarts in a row before an engine is given up; 0 never restarts."),
                    now(
                            "supervisor.restart.first",
                            Kind.SPAN,
                            "1s",
                            "Wait before the first restart, doubled each time."),
                    now(
                            "supervisor.restart.cap",
                            Kind.SPAN,
                            "30s",
                            "Longest wait before a restart."),
                    now(
                            "supervisor.restart.jitter",
                            Kind.FRACTION,
                            "0",
                            "Part of each wait that is random."),
                    now(
                            "supervisor.restart.healthy-after",
                            Kind.SPAN,
                            "60s",
                            "Ready for so long sets the count of restarts back to 0."),
                    now(
                            "supervisor.stop-grace",
                            Kind.SPAN,
                            "5s",
                            "From the first SIGTERM to SIGKILL; the second SIGTERM comes at half of it."),
                    now(
                            "models.*.file",
                            Kind.PATH_OR_NONE,
                            "none",
                            "The GGUF file. A new id needs it."),
                    now(
                            "models.*.url",
                            Kind.URL,
                            "none",
                            "A running llama-server to use instead of a file; never started or stopped by us."),
                    now(
                            "models.*.aliases",
                            Kind.NAMES,
                            "[]",
                            "More names. They beat aliases that Recua gives by itself."),
                    now(
                            "models.*.context",
                            Kind.COUNT_OR_AUTO,
                            "auto",
                            "Context in tokens; `auto` is the trained one, 8192 at most."),
                    now(
                            "models.*.parallel",
                            Kind.COUNT,
                            "4",
                            "Requests that the engine works on at once; the rest waits with us."),
                    now("models.*.gpu-layers", Kind.COUNT_OR_AUTO, "auto", "Layers on the GPU."),
                    now(
                            "models.*.embeddings",
                            Kind.SWITCH_OR_AUTO,
                            "auto",
                            "Serve embeddings; `auto` when the file declares it."),
                    now(
                            "models.*.rerank",
                            Kind.SWITCH_OR_AUTO,
                            "auto",
                            "Serve reranking; `auto` when the file declares it."),
                    now(
                            "models.*.args",
                            Kind.WORDS,
                            "[]",
                            "Appended to the engine's arguments. From the file only."),
                    now(
                            "models.*.env",
                            Kind.PAIRS,
                            "{}",
                            "Added to the engine's environment; beside a `url` its key, as `LLAMA_API_KEY`. From the file only."),
                    now(
                            "models.*.idle-unload",
                            Kind.SPAN_OR_NEVER,
                            "as idle-unload",
                            "Overrides `idle-unload` for this model."),
                    later("ui-port"),
                    later("scan-foreign"),
                    later("swap.max-wait"),
                    later("swap.min-residency"),
                    later("swap.drain-timeout"),
                    later("queue.per-client"),
                    later("models.*.repo"),
                    laterList("models.*.cmd"),
                    later("models.*.pin"),
                    later("models.*.preload"),
                    later("models.*.priority"),
                    later("models.*.instances"),
                    later("models.*.use-model-name"),
                    laterList("models.*.set"),
                    laterList("models.*.strip"),
                    laterList("models.*.defaults"),
                    later("models.*.keep-alive"),
                    laterList("groups"),
                    laterList("peers"),
                    later("hub.endpoint"),
                    later("hub.downloads"),
                    later("hub.ranges"),
                    later("hub.bandwidth"),
                    later("capture.requests"),
                    later("capture.keep"));

    private static final Map<String, Key> BY_PATH =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Key::path, Function.identity()));

    private Keys() {}

    /// Every key, in the order of the reference page.
    public static List<Key> all() {
        return ALL;
    }

    /// The key at a path with `*` for a model's id.
    static Optional<Key> find(String pattern) {
        return Optional.ofNullable(BY_PATH.get(pattern));
    }

    /// The names that may stand directly below a section; empty when there is no such section.
    ///
    /// @param section pattern of the section, empty for the root
    static Set<String> names(String section) {
        String prefix = section.isEmpty() ? "" : section + ".";
        var names = new LinkedHashSet<String>();
        for (Key key : ALL) {
            if (!key.path().startsWith(prefix)) continue;
            int end = key.path().indexOf('.', prefix.length());
            names.add(key.path().substring(prefix.length(), end < 0 ? key.path().length() : end));
        }
        return names;
    }

    private static Key now(String path, Kind kind, String standard, String effect) {
        return new Key(path, kind, standard, Stage.EFFECTIVE, effect);
    }

    private static Key checked(String path, Kind kind, String standard, String effect) {
        return new Key(path, kind, standard, Stage.CHECKED, effect);
    }

    private static Key later(String path) {
        return new Key(path, Kind.LATER, "", Stage.RESERVED, "");
    }

    private static Key laterList(String path) {
        return new Key(path, Kind.LATER_LIST, "", Stage.RESERVED, "");
    }
}
