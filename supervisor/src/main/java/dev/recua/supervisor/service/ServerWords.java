package dev.recua.supervisor.service;

import dev.recua.supervisor.server.AdoptedServer;
import dev.recua.supervisor.server.Server;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the arguments of a running server tell of it. Pure.
///
/// @param words masked ones will do
record ServerWords(List<String> words) {
    private static final Set<String> MODEL = Set.of("-m", "--model");
    private static final Set<String> SLEEP = Set.of("--sleep-idle-seconds");

    static ServerWords of(List<String> words) {
        return new ServerWords(List.copyOf(words));
    }

    /// The file that a server serves, when it is on this machine.
    static Optional<Path> fileOf(Server server) {
        Optional<Path> said =
                server instanceof AdoptedServer adopted
                        ? adopted.facts().modelPath().flatMap(ServerWords::path)
                        : of(server.args()).model();
        return said.filter(Files::isRegularFile);
    }

    /// The file that it serves.
    Optional<Path> model() {
        return last(MODEL).flatMap(ServerWords::path);
    }

    /// After which time without use it sleeps; zero: never.
    Duration sleepsAfter() {
        return last(SLEEP)
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
    }

    /// The engine takes the last of several.
    private Optional<String> last(Set<String> names) {
        for (int i = words.size() - 2; i >= 0; i--) {
            if (names.contains(words.get(i))) return Optional.of(words.get(i + 1));
        }
        return Optional.empty();
    }

    private static Optional<Path> path(String word) {
        try {
            return Optional.of(Path.of(word));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }
}
