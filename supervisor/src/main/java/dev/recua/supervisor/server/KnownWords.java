package dev.recua.supervisor.server;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.engine.EngineFlags;
import java.util.List;
import java.util.Optional;

/// Whether a binary knows the options that it is to be started with. Pure.
final class KnownWords {
    private KnownWords() {}

    /// What to tell of the first option that the binary does not know; empty when it knows all.
    static Optional<StartFailure> check(LlamaServerArgs args, EngineFlags known) {
        return unknown(args.toArgs(1), known)
                .map(
                        word ->
                                new StartFailure(
                                        Cause.UNKNOWN_FLAG,
                                        args.alias()
                                                + " did not start: this llama-server has no option "
                                                + word,
                                        "Take it out, or use an engine that knows it; `llama-server --help` lists them.",
                                        Exit.NEVER_RAN,
                                        List.of()));
    }

    private static Optional<String> unknown(List<String> words, EngineFlags known) {
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            var flag = known.find(word);
            if (flag.isEmpty()) return Optional.of(word);
            at += 1 + flag.get().values();
        }
        return Optional.empty();
    }
}
