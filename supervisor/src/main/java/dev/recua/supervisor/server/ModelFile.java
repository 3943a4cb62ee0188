package dev.recua.supervisor.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the path of a model is shown to people.
final class ModelFile {
    private static final String HF_HOME = "HF_HOME";

    private ModelFile() {}

    /// The path; one inside the Hugging Face cache begins with `$HF_HOME`, which is shorter and
    /// tells no user's name.
    static String shown(Path file) {
        return shown(file, System.getenv(), System.getProperty("user.home", ""));
    }

    /// @param env      stands for the environment
    /// @param userHome where people live who have no `$HOME`
    static String shown(Path file, Map<String, String> env, String userHome) {
        for (Path home : homes(env, userHome)) {
            if (file.startsWith(home)) return "$" + HF_HOME + "/" + slashes(home.relativize(file));
        }
        return file.toString();
    }

    private static List<Path> homes(Map<String, String> env, String userHome) {
        Optional<String> named = Optional.ofNullable(env.get(HF_HOME)).filter(v -> !v.isBlank());
        if (named.isPresent()) return List.of(Path.of(named.get()));
        String home =
                Optional.ofNullable(env.get("HOME")).filter(v -> !v.isBlank()).orElse(userHome);
        return home.isBlank() ? List.of() : List.of(Path.of(home, ".cache", "huggingface"));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
