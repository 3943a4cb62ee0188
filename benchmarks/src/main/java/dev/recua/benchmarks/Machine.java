package dev.recua.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was measured on, as far as the system tells.
final class Machine {
    private Machine() {}

    /// Facts in the order in which they are shown.
    ///
    /// @param engine the real llama-server
    static Map<String, String> facts(Path engine) throws IOException, InterruptedException {
        var facts = new LinkedHashMap<String, String>();
        facts.put(
                "commit", output(List.of("git", "describe", "--always", "--dirty", "--abbrev=12")));
        facts.put("processor", field("/proc/cpuinfo", "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", field("/proc/meminfo", "MemTotal"));
        facts.put("load before", Files.readString(Path.of("/proc/loadavg")).strip());
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put(
                "engine",
                output(List.of(engine.toString(), "--version")).lines().findFirst().orElse("?"));
        return facts;
    }

    private static String field(String file, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(name)) return line.substring(line.indexOf(':') + 1).strip();
        }
        return "?";
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }
}
