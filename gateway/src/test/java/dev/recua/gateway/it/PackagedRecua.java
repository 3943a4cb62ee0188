package dev.recua.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The packaged product as one user on a fresh machine has it: a home of its own and none of the
/// settings of whoever runs the tests.
///
/// ```java
/// var recua = PackagedRecua.in(home).engine(RealEngine.path());
/// try (var gateway = recua.serve()) {
///     …
/// }
/// ```
///
/// @param home an existing folder, for `HOME` and, below it, `RECUA_HOME`
/// @param environment the whole environment of what is started
record PackagedRecua(Path home, Map<String, String> environment) {
    /// Longer than any command should take on a busy machine.
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

    PackagedRecua {
        environment = Map.copyOf(environment);
    }

    /// A fresh user without an engine, who may not fetch anything.
    static PackagedRecua in(Path home) {
        var environment = new HashMap<String, String>();
        environment.put("HOME", home.toString());
        environment.put("RECUA_HOME", home.resolve("recua").toString());
        environment.put("RECUA_JAVA_HOME", Distribution.javaHome().toString());
        environment.put("RECUA_OFFLINE", "true");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("OMP_WAIT_POLICY", "passive"); // engines share the cores with other tests
        @Nullable String path = System.getenv("PATH");
        if (path != null) environment.put("PATH", path);
        return new PackagedRecua(home, environment);
    }

    /// The same user with one variable more, or another value of it.
    PackagedRecua with(String name, String value) {
        var changed = new HashMap<>(environment);
        changed.put(name, value);
        return new PackagedRecua(home, changed);
    }

    /// The same user without a variable.
    PackagedRecua without(String name) {
        var changed = new HashMap<>(environment);
        changed.remove(name);
        return new PackagedRecua(home, changed);
    }

    /// The same user with this llama-server.
    PackagedRecua engine(Path binary) {
        return with("RECUA_ENGINE", binary.toString());
    }

    /// Writes the user's `config.yaml`.
    PackagedRecua config(String yaml) {
        try {
            Files.createDirectories(recuaHome());
            Files.writeString(recuaHome().resolve("config.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// `RECUA_HOME`.
    Path recuaHome() {
        return home.resolve("recua");
    }

    /// Starts `recua serve` on any free port and returns when it is ready.
    RunningGateway serve(String... options) {
        var arguments = new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of(options));
        return RunningGateway.start(this, processBuilder(Distribution.command(arguments)));
    }

    /// Runs a command to its end, with an empty standard input.
    Ended run(String... arguments) {
        return Ended.of(processBuilder(Distribution.command(List.of(arguments))), COMMAND_LIMIT);
    }

    /// Any program with this user's environment.
    ProcessBuilder processBuilder(List<String> command) {
        var builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }
}
