package dev.recua.gateway.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where the build has left the product, and the command line that runs it: the launcher's own,
/// without its search for a Java.
public final class Distribution {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();

    private Distribution() {}

    /// The root of the repository.
    static Path repository() {
        return MODULE.getParent();
    }

    /// The gateway's sources for tests.
    static Path testSources() {
        return MODULE.resolve("src/test");
    }

    /// A folder for what tests keep between runs, such as installed npm packages.
    static Path kept() {
        return MODULE.resolve("target/it");
    }

    /// The packaged product: `lib/`, `bundled/`, the launcher.
    ///
    /// @throws IllegalStateException when the module has not been packaged
    static Path folder() {
        Path folder = MODULE.resolve("target/recua");
        if (!Files.isRegularFile(folder.resolve("lib/recua-gateway.jar"))) {
            throw new IllegalStateException(
                    "%s is no distribution; these tests run after `package`, as in `mvn verify`"
                            .formatted(folder));
        }
        return folder;
    }

    /// The model that comes with it.
    public static Path bundledModel() {
        return folder().resolve("bundled/recua-tiny-3m-instruct-q8_0.gguf");
    }

    /// The Java that runs it: the one that runs the tests, which has also made the AOT cache.
    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /// The whole command line for `recua` with these arguments.
    public static List<String> command(List<String> arguments) {
        Path folder = folder();
        var command = new ArrayList<String>();
        command.add(javaHome().resolve("bin/java").toString());
        command.add("@" + folder.resolve("jvm.options"));
        command.add("-XX:AOTCache=" + folder.resolve("recua.aot"));
        command.add("-Drecua.install=" + folder);
        command.add("-jar");
        command.add(folder.resolve("lib/recua-gateway.jar").toString());
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
