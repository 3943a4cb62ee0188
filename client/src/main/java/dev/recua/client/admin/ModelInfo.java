package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One model of `GET /api/models`: everything that the gateway knows of it, also when it cannot be
/// used. What is not known is null.
///
/// @param id            its name; never contains `/`
/// @param name          for people
/// @param aliases       other names it answers to
/// @param size          bytes of its files
/// @param type          `chat`, `embedding` or `rerank`
/// @param modifiedAt    of its youngest file, seconds since 1970
/// @param status        `initial`, `starting`, `ready`, `error`, `crashed` or `stopping`
/// @param source        where it was found: `user`, `bundled`, `config`, `hub`, …
/// @param path          the file that is given to the engine
/// @param files         all its files
/// @param projector     its vision or audio encoder
/// @param parameters    how many weights
/// @param quantization  such as `Q4_K_M`
/// @param contextLength tokens that its child gets
/// @param problem       why it cannot be used
/// @param pinned        whether it is kept loaded
/// @param idleUnloadAt  when it will be unloaded, ISO 8601
/// @param running       requests that it works on
/// @param waiting       requests that wait for it
/// @param child         its process
/// @param estimate      memory it will need
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelInfo(
        String id,
        String name,
        List<String> aliases,
        long size,
        @OneOf({"chat", "embedding", "rerank"}) String type,
        @JsonProperty("modified_at") long modifiedAt,
        @OneOf({"initial", "starting", "ready", "error", "crashed", "stopping"}) String status,
        @OneOf({"user", "bundled", "config", "hub", "lm-studio", "ollama", "clara", "peer"})
                String source,
        String path,
        List<String> files,
        @Nullable String projector,
        @Nullable String architecture,
        @Nullable Long parameters,
        @Nullable String quantization,
        @Nullable Integer contextLength,
        List<String> capabilities,
        @Nullable String problem,
        boolean pinned,
        @Nullable String idleUnloadAt,
        int running,
        int waiting,
        @Nullable Child child,
        @Nullable JsonNode estimate) {
    public ModelInfo {
        aliases = List.copyOf(aliases);
        files = List.copyOf(files);
        capabilities = List.copyOf(capabilities);
    }

    /// The process of a model that is loading, loaded, or leaving.
    ///
    /// @param startedAt ISO 8601
    /// @param args      its arguments, secrets masked
    /// @param rss       resident bytes; null where the system does not tell
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Child(
            long pid, int port, String startedAt, List<String> args, @Nullable Long rss) {
        public Child {
            args = List.copyOf(args);
        }
    }
}
