package dev.recua.gateway.it.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run ran on.
public final class Machine {
    private Machine() {}

    /// Facts in the order in which they are shown.
    ///
    /// @param repository whose commit is told
    /// @param engine     the llama-server
    public static Map<String, String> facts(Path repository, Path engine)
            throws IOException, InterruptedException {
        var facts = new LinkedHashMap<String, String>();
        facts.put("commit", commit(repository));
        facts.put("processor", field("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", field("/proc/meminfo", "MemTotal"));
        facts.put("load before", Files.readString(Path.of("/proc/loadavg")).strip());
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put(
                "engine",
                output(repository, engine.toString(), "--version").lines().findFirst().orElse("?"));
        return facts;
    }

    /// The commit that is checked out, with `-dirty` where files differ from it.
    public static String commit(Path repository) throws IOException, InterruptedException {
        return output(repository, "git", "describe", "--always", "--dirty", "--abbrev=12");
    }

    private static String field(String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(name)) return line.substring(line.indexOf(':') + 1).strip();
        }
        return "?";
    }

    private static String output(Path folder, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? text.strip() : "?";
    }
}
