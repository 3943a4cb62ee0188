package dev.recua.supervisor.server;

import dev.recua.supervisor.args.Secrets;
import dev.recua.supervisor.args.ShellWords;
import dev.recua.supervisor.child.KeyChoice;
import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.child.PortChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a [LlamaServer] shall serve and how: source 003's `LlamaServerArgs`.
///
/// ```java
/// var args = LlamaServerArgs.builder()
///         .model(Path.of("qwen3-8b-q4_k_m.gguf")).alias("qwen3")
///         .contextSize(8192).serverArg("--flash-attn on")
///         .build();
/// ```
///
/// @param model      the GGUF file (the first part of a split one)
/// @param alias      the name it answers to
/// @param key        which key it demands; a random one unless chosen. By the environment, never
///     among the words
/// @param host       where it listens; empty: not said, the engine's own default of 127.0.0.1
/// @param port       which port it listens on; whichever is free unless chosen
/// @param embeddings whether it serves embeddings, and then nothing else
/// @param serverArgs further words, split
public record LlamaServerArgs(
        Path model,
        String alias,
        KeyChoice key,
        Optional<ListenHost> host,
        PortChoice port,
        boolean embeddings,
        List<String> serverArgs) {

    /// Options that decide what a server is and how it is reached: they have methods of their own.
    private static final Set<String> OURS =
            Set.of(
                    "--model",
                    "-m",
                    "--alias",
                    "-a",
                    "--host",
                    "--port",
                    "--api-key",
                    "--api-key-file");

    public LlamaServerArgs {
        if (alias.isBlank()) throw new IllegalArgumentException("alias is blank");
        serverArgs = List.copyOf(serverArgs);
        serverArgs.stream()
                .filter(LlamaServerArgs::isOurs)
                .findFirst()
                .ifPresent(
                        word -> {
                            throw new IllegalArgumentException(
                                    "serverArgs: "
                                            + word
                                            + " has a method of its own in the builder; use that");
                        });
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Where it listens.
    public ListenHost listensOn() {
        return host.orElse(ListenHost.LOOPBACK);
    }

    /// The words for the engine, without the binary: `--alias A --model P [--embeddings]
    /// [--host H] --port N …`, then [#serverArgs].
    ///
    /// @param chosen the port that was chosen for this start
    public List<String> toArgs(int chosen) {
        List<String> words = new ArrayList<>(List.of("--alias", alias, "--model"));
        words.add(model.toString());
        if (embeddings) words.add("--embeddings");
        host.ifPresent(named -> words.addAll(List.of("--host", named.name())));
        words.addAll(List.of("--port", Integer.toString(chosen)));
        words.addAll(serverArgs);
        return List.copyOf(words);
    }

    /// The words joined for people: secrets masked, words with blanks quoted. A port that is chosen
    /// at the start is shown as 0.
    @Override
    public String toString() {
        int shown = port instanceof PortChoice.Fixed(int fixed) ? fixed : 0;
        return ShellWords.join(Secrets.mask(toArgs(shown)));
    }

    /// `--ctx-size`: tokens of context; empty when not said.
    public OptionalInt contextSize() {
        return number("--ctx-size", "-c");
    }

    /// `--parallel`: requests answered at once; empty when not said.
    public OptionalInt parallel() {
        return number("--parallel", "-np");
    }

    /// `--batch-size`: tokens of a prompt computed at once; empty when not said.
    public OptionalInt batchSize() {
        return number("--batch-size", "-b");
    }

    /// `--threads`; empty when not said.
    public OptionalInt threads() {
        return number("--threads", "-t");
    }

    /// `--gpu-layers`: layers put on the GPU; empty when not said, or said as a word (`auto`).
    public OptionalInt gpuLayers() {
        return number("--gpu-layers", "-ngl", "--n-gpu-layers");
    }

    /// The last value of an option: the engine takes that one, too.
    private OptionalInt number(String... spellings) {
        Set<String> names = Set.of(spellings);
        for (int at = serverArgs.size() - 2; at >= 0; at--) {
            String value = serverArgs.get(at + 1);
            if (names.contains(serverArgs.get(at)) && value.matches("\\d{1,9}"))
                return OptionalInt.of(Integer.parseInt(value));
        }
        return OptionalInt.empty();
    }

    /// Whether words of [#serverArgs] carry a secret. [LlamaServer#of(Engine, LlamaServerArgs)]
    /// gives
    /// it to the engine by the environment.
    boolean hasSecret() {
        return !Secrets.mask(serverArgs).equals(serverArgs);
    }

    private static boolean isOurs(String word) {
        int equals = word.indexOf('=');
        String name = equals > 0 ? word.substring(0, equals) : word;
        return OURS.contains(name.startsWith("--") ? name.replace('_', '-') : name);
    }

    /// Puts [LlamaServerArgs] together; not thread-safe. `model` and `alias` are required.
    public static final class Builder {
        private final List<String> words = new ArrayList<>();
        private @Nullable Path model;
        private @Nullable String alias;
        private KeyChoice key = KeyChoice.random();
        private Optional<ListenHost> host = Optional.empty();
        private PortChoice port = PortChoice.any();
        private boolean embeddings;

        private Builder() {}

        /// The GGUF file. It must exist when the server starts, not yet here.
        public Builder model(Path file) {
            model = file;
            return this;
        }

        /// The name it answers to.
        public Builder alias(String name) {
            alias = name;
            return this;
        }

        /// Demands this key instead of a random one.
        ///
        /// @throws IllegalArgumentException when it is blank
        public Builder apiKey(String secret) {
            key = KeyChoice.given(secret);
            return this;
        }

        /// Demands no key: whoever reaches the port may ask.
        public Builder withoutApiKey() {
            key = KeyChoice.none();
            return this;
        }

        /// Listens there; other than loopback opens it to the network.
        public Builder host(String name) {
            host = Optional.of(new ListenHost(name));
            return this;
        }

        /// Listens on this port and no other: taken by another program, the start fails.
        ///
        /// @param number 1 to 65535
        public Builder port(int number) {
            port = PortChoice.fixed(number);
            return this;
        }

        /// Serves embeddings, and then nothing else.
        public Builder embeddings(boolean wanted) {
            embeddings = wanted;
            return this;
        }

        /// `--ctx-size`: tokens of context.
        public Builder contextSize(int tokens) {
            return number("--ctx-size", tokens, 0);
        }

        /// `--parallel`: requests answered at once.
        public Builder parallel(int requests) {
            return number("--parallel", requests, 1);
        }

        /// `--batch-size`: tokens of a prompt computed at once.
        public Builder batchSize(int tokens) {
            return number("--batch-size", tokens, 1);
        }

        /// `--threads`.
        public Builder threads(int count) {
            return number("--threads", count, 1);
        }

        /// `--gpu-layers`: layers put on the GPU.
        public Builder gpuLayers(int layers) {
            return number("--gpu-layers", layers, 0);
        }

        /// Further options in one line, split as a shell does: `--ctx-size 2048`,
        /// `--chat-template-file "my template.jinja"`.
        ///
        /// @throws IllegalArgumentException when a quote is not closed
        public Builder serverArg(String line) {
            switch (ShellWords.split(line)) {
                case ShellWords.Words split -> words.addAll(split.words());
                case ShellWords.Unfinished unfinished ->
                        throw new IllegalArgumentException("serverArgs: " + unfinished.message());
            }
            return this;
        }

        /// Several lines, each as [#serverArg].
        public Builder serverArgs(List<String> lines) {
            lines.forEach(this::serverArg);
            return this;
        }

        private Builder number(String option, int value, int least) {
            if (value < least)
                throw new IllegalArgumentException(
                        option + " must be at least " + least + ", was " + value);
            words.add(option);
            words.add(Integer.toString(value));
            return this;
        }

        /// Puts it together.
        ///
        /// @throws IllegalArgumentException when something required is missing, naming all of it
        public LlamaServerArgs build() {
            List<String> missing = new ArrayList<>();
            if (model == null) missing.add("model (call model(path))");
            if (alias == null || alias.isBlank()) missing.add("alias (call alias(name))");
            if (model == null || alias == null || !missing.isEmpty())
                throw new IllegalArgumentException(
                        "LlamaServerArgs needs " + String.join(" and ", missing));
            return new LlamaServerArgs(model, alias, key, host, port, embeddings, words);
        }
    }
}
