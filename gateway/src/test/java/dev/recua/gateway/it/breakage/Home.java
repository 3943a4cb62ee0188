package dev.recua.gateway.it.breakage;

import dev.recua.gateway.it.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One user's folders and environment, and the product as that user starts it.
///
/// @param folder      an existing folder for `HOME` and, below it, `RECUA_HOME`
/// @param environment the whole environment of what is started
record Home(Path folder, Map<String, String> environment) {
    /// How a command ended.
    ///
    /// @param output standard output and standard error as they came
    record Ended(int status, String output) {}

    Home {
        environment = Map.copyOf(environment);
    }

    /// A fresh user without an engine, who may not fetch anything.
    static Home in(Path folder) {
        var environment = new HashMap<String, String>();
        environment.put("HOME", folder.toString());
        environment.put("RECUA_HOME", folder.resolve("recua").toString());
        environment.put("RECUA_OFFLINE", "true");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("OMP_WAIT_POLICY", "passive"); // engines share the cores with other tests
        @Nullable String path = System.getenv("PATH");
        if (path != null) environment.put("PATH", path);
        return new Home(folder, environment);
    }

    /// The same user with one variable more.
    Home with(String name, String value) {
        var changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Home(folder, changed);
    }

    /// Writes `config.yaml`.
    Home config(String yaml) {
        write(recua().resolve("config.yaml"), yaml);
        return this;
    }

    /// Puts copies of the bundled model into `models/`; the id of `alpha.gguf` is `alpha`.
    Home models(String... names) {
        for (String name : names) model(name);
        return this;
    }

    /// One copy of the bundled model.
    Path model(String name) {
        try {
            Path models = Files.createDirectories(recua().resolve("models"));
            return Files.copy(Distribution.bundledModel(), models.resolve(name + ".gguf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `RECUA_HOME`.
    Path recua() {
        return folder.resolve("recua");
    }

    /// Starts `recua serve` with this engine on any free port, and returns when it is ready.
    Serving serve(Path engine) {
        return Serving.start(this, command("serve", "--listen", "127.0.0.1:0", "--engine", engine));
    }

    /// Starts `recua` with these arguments, which make it serve, and returns when it is ready.
    Serving serving(Object... arguments) {
        return Serving.start(this, command(arguments));
    }

    /// Runs `recua` with these arguments to its end.
    Ended run(Object... arguments) throws IOException, InterruptedException {
        Process process = command(arguments).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + List.of(arguments) + "\n" + output);
        }
        return new Ended(process.exitValue(), output);
    }

    private ProcessBuilder command(Object... arguments) {
        List<String> words = Stream.of(arguments).map(Object::toString).toList();
        var builder = new ProcessBuilder(Distribution.command(words)).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
