package dev.recua.gateway.fleet;

import dev.recua.supervisor.engine.InstalledEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What people call an installed engine: its id, `0.7.0/x86_64-unknown-linux-gnu/cpu`, or any part
/// of it that begins with the version and is unique: `0.7.0`, `0.7.0/cpu`, `b11669`. Pure.
final class EngineNames {
    private EngineNames() {}

    /// The engines that `name` may mean; a whole id means one at most.
    static List<InstalledEngine> meant(String name, List<InstalledEngine> installed) {
        List<InstalledEngine> exact =
                installed.stream().filter(e -> e.id().toString().equals(name)).toList();
        return exact.isEmpty()
                ? installed.stream().filter(e -> answersTo(name, e)).toList()
                : exact;
    }

    private static boolean answersTo(String name, InstalledEngine engine) {
        List<String> words = Arrays.asList(name.split("/", -1));
        Set<String> rest = Set.of(engine.id().target(), engine.id().variant().id());
        return engine.isVersion(words.getFirst())
                && rest.containsAll(words.subList(1, words.size()));
    }
}
