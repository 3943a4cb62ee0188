package dev.recua.gateway.config;

import static dev.recua.gateway.config.Require.atLeast;
import static dev.recua.gateway.config.Require.notNegative;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the user says about one model. It overrides what was found on disk; without `file` and
/// `url` the id must be one that the catalogue knows, which is checked where the catalogue is.
///
/// @param id never blank, without `/`, `\`, spaces and control characters
/// @param file GGUF file, absolute
/// @param url http address of a llama-server that we use but never start or stop
/// @param aliases further names, in the user's order; they beat elected owners
/// @param context tokens (`--ctx-size`); at least 1
/// @param parallel llama-server slots (`--parallel`); at least 1
/// @param gpuLayers layers on the GPU; 0 or more
/// @param embeddings serve `/v1/embeddings`
/// @param rerank serve `/v1/rerank`
/// @param args appended to the child's arguments, one word each
/// @param env added to the child's environment; `toString` shows the names only, values may be
///     secrets
/// @param idleUnload how long it may stay loaded unused; zero keeps it loaded; empty: as the
///     gateway's
public record ModelConfig(
        String id,
        Optional<Path> file,
        Optional<URI> url,
        List<String> aliases,
        OrAuto<Integer> context,
        int parallel,
        OrAuto<Integer> gpuLayers,
        OrAuto<Boolean> embeddings,
        OrAuto<Boolean> rerank,
        List<String> args,
        Map<String, String> env,
        Optional<Duration> idleUnload) {
    /// The variable by which a llama-server is told its key.
    static final String SERVER_KEY = "LLAMA_API_KEY";

    /// Slots of a model about which nothing was said.
    public static final int DEFAULT_PARALLEL = 4;

    public ModelConfig {
        if (!isId(id)) throw new IllegalArgumentException("no model id: " + id);
        if (file.isPresent() && url.isPresent()) {
            throw new IllegalArgumentException(id + " has both a file and a url");
        }
        aliases = List.copyOf(aliases);
        context.fixed().ifPresent(tokens -> atLeast(1, "context", tokens));
        atLeast(1, "parallel", parallel);
        gpuLayers.fixed().ifPresent(layers -> atLeast(0, "gpuLayers", layers));
        args = List.copyOf(args);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        idleUnload.ifPresent(time -> notNegative("idleUnload", time));
    }

    /// A model about which nothing is said but its name.
    public static ModelConfig of(String id) {
        return new ModelConfig(
                id,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OrAuto.auto(),
                DEFAULT_PARALLEL,
                OrAuto.auto(),
                OrAuto.auto(),
                OrAuto.auto(),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    /// The key that the server at [#url] demands: `LLAMA_API_KEY` of the environment, by which it
    /// was told that key itself.
    public Optional<String> serverKey() {
        return url.isPresent() ? Optional.ofNullable(env.get(SERVER_KEY)) : Optional.empty();
    }

    /// Whether the text can be a model's id.
    static boolean isId(String text) {
        return !text.isEmpty()
                && text.codePoints()
                        .noneMatch(
                                c ->
                                        c == '/'
                                                || c == '\\'
                                                || Character.isWhitespace(c)
                                                || Character.isISOControl(c));
    }

    @Override
    public String toString() {
        return "ModelConfig[id=%s, file=%s, url=%s, aliases=%s, context=%s, parallel=%d, gpuLayers=%s, embeddings=%s, rerank=%s, args=%s, env=%s, idleUnload=%s]"
                .formatted(
                        id,
                        file,
                        url,
                        aliases,
                        context,
                        parallel,
                        gpuLayers,
                        embeddings,
                        rerank,
                        args,
                        env.keySet(),
                        idleUnload);
    }
}
