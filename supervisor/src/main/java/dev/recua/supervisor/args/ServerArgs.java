package dev.recua.supervisor.args;

import dev.recua.supervisor.engine.EngineFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The argument list of a child, without the binary.
///
/// Only options that the binary's `--help` knows are passed; our own ones that it does not know are
/// left out and told. The user's words come last, as they wrote them where this binary understands
/// them so, else in its own words ([Dialect]); where they use an option that we set too, in any
/// spelling (`-c` for `--ctx-size`, `--no-slots` for `--slots`), ours is dropped. No secret is an
/// argument: the child's key goes by `LLAMA_API_KEY`, the user's by [Built#env()].
public sealed interface ServerArgs {
    /// MiB of host memory for the engine's prompt cache; its own default is 8192.
    int CACHE_RAM_MIB = 1024;

    /// Seconds between comments in a silent stream; its own default of 30 also delays its end by as
    /// much.
    int SSE_PING_SECONDS = 5;

    /// Ready to be passed.
    ///
    /// @param args         the words; no secrets
    /// @param env          variables for the child's environment: the user's secrets. For the
    ///     process only
    /// @param leftOut      our own options that this binary does not know, in their usual spelling
    /// @param translations options of the user that this binary was told in other words
    record Built(
            List<String> args,
            Map<String, String> env,
            List<String> leftOut,
            List<Translation> translations)
            implements ServerArgs {
        public Built {
            args = List.copyOf(args);
            env = Map.copyOf(env);
            leftOut = List.copyOf(leftOut);
            translations = List.copyOf(translations);
        }

        /// The words with secrets masked.
        public List<String> display() {
            return Secrets.mask(args);
        }

        @Override
        public String toString() {
            return "Built[args="
                    + ShellWords.join(display())
                    + ", env="
                    + env.keySet()
                    + ", leftOut="
                    + leftOut
                    + ", translations="
                    + translations.stream().map(Translation::message).toList()
                    + "]";
        }
    }

    /// The user's words cannot be passed to this binary.
    record Refused(List<ArgProblem> problems) implements ServerArgs {
        public Refused {
            problems = List.copyOf(problems);
        }

        /// Every problem, for a person.
        public String message() {
            return problems.stream().map(ArgProblem::message).collect(Collectors.joining("\n"));
        }
    }

    /// Puts `spec` into words for a binary that knows `flags`.
    static ServerArgs of(ServerSpec spec, EngineFlags flags) {
        Dialect dialect = Dialect.of(flags);
        UserArgs user = UserArgs.read(spec.extraArgs(), dialect);
        if (!user.problems().isEmpty()) return new Refused(user.problems());
        List<String> args = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Heard own : dialect.hear(own(spec).words())) {
            if (own.problem().isPresent()) {
                leftOut.add(own.word());
            } else if (!user.use(own)) {
                args.addAll(own.args());
            }
        }
        Spoken theirs = Spoken.of(user.heard());
        args.addAll(theirs.args());
        return new Built(args, theirs.env(), leftOut, theirs.translations());
    }

    private static EngineArgs own(ServerSpec spec) {
        EngineArgs.Builder own =
                EngineArgs.builder()
                        .set("--model", spec.model())
                        .set("--host", "127.0.0.1")
                        .set("--port", spec.port())
                        .set("--alias", spec.alias());
        number(own, "--ctx-size", spec.contextSize());
        own.parallel(spec.parallel()).on("--kv-unified");
        number(own, "--gpu-layers", spec.gpuLayers());
        own.on("--metrics").on("--slots").off("--ui");
        own.set("--cache-ram", CACHE_RAM_MIB).set("--sse-ping-interval", SSE_PING_SECONDS);
        spec.slotSavePath().ifPresent((Path path) -> own.set("--slot-save-path", path));
        spec.projector().ifPresent(own::projector);
        if (spec.embeddings()) own.on("--embeddings");
        spec.pooling().ifPresent(kind -> own.set("--pooling", kind));
        if (spec.reranking()) own.on("--reranking");
        return own.build();
    }

    private static void number(EngineArgs.Builder own, String option, OptionalInt value) {
        if (value.isPresent()) own.set(option, value.getAsInt());
    }
}
