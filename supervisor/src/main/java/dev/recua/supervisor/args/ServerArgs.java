package dev.recua.supervisor.args;

import dev.recua.supervisor.engine.EngineFlags;
import dev.recua.supervisor.engine.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The argument list of a child, without the binary.
///
/// Only options that the binary's `--help` knows are passed, in the first spelling it knows; our
/// own ones that it does
/// not know are left out and told. The user's words come last, unchanged; where they use an option
/// that we set too,
/// in any spelling (`-c` for `--ctx-size`, `--no-slots` for `--slots`), ours is dropped. The
/// child's key is no
/// argument: it goes by `LLAMA_API_KEY`.
public sealed interface ServerArgs {
    /// MiB of host memory for the engine's prompt cache; its own default is 8192.
    int CACHE_RAM_MIB = 1024;

    /// Seconds between comments in a silent stream; its own default of 30 also delays its end by as
    /// much.
    int SSE_PING_SECONDS = 5;

    /// Ready to be passed.
    ///
    /// @param args    the words, secrets included: for the process only. Logs and answers take
    ///     [#display()]
    /// @param leftOut our own options that this binary does not know, in their usual spelling
    record Built(List<String> args, List<String> leftOut) implements ServerArgs {
        public Built {
            args = List.copyOf(args);
            leftOut = List.copyOf(leftOut);
        }

        /// The words with secrets masked.
        public List<String> display() {
            return Secrets.mask(args);
        }

        @Override
        public String toString() {
            return "Built[args=" + String.join(" ", display()) + ", leftOut=" + leftOut + "]";
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
        UserArgs user = UserArgs.read(spec.extraArgs(), flags);
        if (!user.problems().isEmpty()) return new Refused(user.problems());
        List<String> args = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Own own : own(spec)) {
            Optional<String> spelling = own.spellings().stream().filter(flags::knows).findFirst();
            if (spelling.isEmpty()) {
                leftOut.add(own.spellings().getFirst());
            } else if (user.flags().stream().noneMatch(flag -> own.isSetBy(flag))) {
                args.add(spelling.get());
                args.addAll(own.values());
            }
        }
        args.addAll(spec.extraArgs());
        return new Built(args, leftOut);
    }

    private static List<Own> own(ServerSpec spec) {
        List<Own> own = new ArrayList<>();
        own.add(new Own(List.of("--model", "-m"), List.of(spec.model().toString())));
        own.add(new Own(List.of("--host"), List.of("127.0.0.1")));
        own.add(number("--port", spec.port()));
        own.add(new Own(List.of("--alias", "-a"), List.of(spec.alias())));
        number(List.of("--ctx-size", "-c"), spec.contextSize()).ifPresent(own::add);
        own.add(number("--parallel", spec.parallel()));
        own.add(new Own(List.of("--kv-unified"), List.of()));
        number(List.of("--gpu-layers", "--n-gpu-layers"), spec.gpuLayers()).ifPresent(own::add);
        own.add(new Own(List.of("--metrics"), List.of()));
        own.add(new Own(List.of("--slots"), List.of()));
        own.add(new Own(List.of("--no-ui", "--no-webui"), List.of()));
        own.add(number("--cache-ram", CACHE_RAM_MIB));
        own.add(number("--sse-ping-interval", SSE_PING_SECONDS));
        spec.slotSavePath().ifPresent(path -> own.add(word("--slot-save-path", path.toString())));
        spec.projector().ifPresent(path -> own.add(word("--mmproj", path.toString())));
        if (spec.embeddings()) own.add(new Own(List.of("--embeddings", "--embedding"), List.of()));
        spec.pooling().ifPresent(kind -> own.add(word("--pooling", kind)));
        if (spec.reranking()) own.add(new Own(List.of("--reranking", "--rerank"), List.of()));
        return own;
    }

    private static Own word(String flag, String value) {
        return new Own(List.of(flag), List.of(value));
    }

    private static Own number(String flag, int value) {
        return word(flag, Integer.toString(value));
    }

    private static Optional<Own> number(List<String> spellings, OptionalInt value) {
        return value.isPresent()
                ? Optional.of(new Own(spellings, List.of(Integer.toString(value.getAsInt()))))
                : Optional.empty();
    }

    /// An option that we set.
    ///
    /// @param spellings in the order of preference
    record Own(List<String> spellings, List<String> values) {
        private boolean isSetBy(Flag flag) {
            return spellings.stream().anyMatch(flag::matches);
        }
    }
}
