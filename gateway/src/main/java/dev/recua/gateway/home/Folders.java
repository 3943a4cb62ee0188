package dev.recua.gateway.home;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where everything of one installation lies. All paths are absolute; naming a folder does not make
/// it.
///
/// With `RECUA_HOME` everything is in that one folder. Else the platform decides: XDG on Linux,
/// `~/Library/Application Support/recua` and `~/Library/Caches/recua` on macOS,
/// `%LOCALAPPDATA%\recua` on Windows.
///
/// @param home the user's home: `$HOME` when set, else the JVM's `user.home` (which ignores
///     `$HOME`)
/// @param isolated `RECUA_HOME` is set: stores of other programs are used only when the
///     configuration names them
/// @param configFile the user's `config.yaml`; it may be missing
/// @param models our own model files
/// @param hub a cache in Hugging Face's layout; outside `RECUA_HOME` it is shared with other
///     programs
/// @param engines `<version>/<target>/<variant>/` below it
/// @param kv saved prompt caches of the engines, one folder per model
/// @param trash deleted models until they are gone for good
/// @param exportFolder what we write for other programs and never read
/// @param logs `gateway.log` and one log per model
/// @param state what was learned: sizes, load times, hashes, the chosen engine
/// @param tmp spooled bodies; only the user may enter
/// @param run `gateway.json`, `gateway.lock`, `children/`; only the user may enter
public record Folders(
        Path home,
        boolean isolated,
        Path configFile,
        Path models,
        Path hub,
        Path engines,
        Path kv,
        Path trash,
        Path exportFolder,
        Path logs,
        Path state,
        Path tmp,
        Path run) {

    /// Finds the folders; looks at nothing but its arguments.
    ///
    /// @param environment variables; empty ones count as unset, relative `XDG_*` are ignored as XDG
    ///     says
    /// @param osName as in the system property `os.name`
    /// @param userHome as in the system property `user.home`
    public static Folders of(Map<String, String> environment, String osName, Path userHome) {
        Path home = absolute(environment, "HOME").orElse(userHome.toAbsolutePath());
        Optional<Path> own = text(environment, "RECUA_HOME").map(name -> expand(name, home));
        if (own.isPresent()) {
            Path all = own.get();
            return new Folders(
                    home,
                    true,
                    all.resolve("config.yaml"),
                    all.resolve("models"),
                    all.resolve("hub"),
                    all.resolve("engines"),
                    all.resolve("kv"),
                    all.resolve("trash"),
                    all.resolve("export"),
                    all.resolve("logs"),
                    all.resolve("state"),
                    all.resolve("tmp"),
                    all.resolve("run"));
        }
        Roots roots = Roots.of(environment, osName.toLowerCase(Locale.ROOT), home);
        return new Folders(
                home,
                false,
                roots.config.resolve("config.yaml"),
                roots.data.resolve("models"),
                hub(environment, home),
                roots.data.resolve("engines"),
                roots.data.resolve("kv"),
                roots.data.resolve("trash"),
                roots.data.resolve("export"),
                roots.state.resolve("logs"),
                roots.state.resolve("state"),
                roots.cache.resolve("tmp"),
                roots.state.resolve("run"));
    }

    /// The same for this process.
    public static Folders ofThisProcess() {
        return of(
                System.getenv(),
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")));
    }

    /// Makes our own folders that are missing. `tmp` and `run` can be entered by the user only,
    /// also when they were there before with wider rights. The configuration's folder and the
    /// shared hub are left alone.
    ///
    /// @throws IOException with the folder's name, when one cannot be made
    public void create() throws IOException {
        for (Path folder : List.of(models, engines, kv, logs, state)) PrivateFiles.folder(folder);
        for (Path folder : List.of(tmp, run)) PrivateFiles.privateFolder(folder);
    }

    private static Path hub(Map<String, String> environment, Path home) {
        return text(environment, "HF_HUB_CACHE")
                .map(name -> expand(name, home))
                .or(
                        () ->
                                text(environment, "HF_HOME")
                                        .map(name -> expand(name, home).resolve("hub")))
                .orElse(home.resolve(".cache/huggingface/hub"));
    }

    private static Path expand(String name, Path home) {
        if (name.equals("~")) return home;
        return name.startsWith("~/")
                ? home.resolve(name.substring(2))
                : Path.of(name).toAbsolutePath().normalize();
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<Path> absolute(Map<String, String> environment, String name) {
        return text(environment, name).map(Path::of).filter(Path::isAbsolute);
    }

    private record Roots(Path config, Path data, Path state, Path cache) {
        static Roots of(Map<String, String> environment, String os, Path home) {
            if (os.startsWith("windows")) {
                Path local =
                        text(environment, "LOCALAPPDATA")
                                .map(Path::of)
                                .orElse(home.resolve("AppData/Local"));
                Path all = local.resolve("recua");
                return new Roots(all, all, all, all);
            }
            if (os.startsWith("mac") || os.startsWith("darwin")) {
                Path all = home.resolve("Library/Application Support/recua");
                return new Roots(all, all, all, home.resolve("Library/Caches/recua"));
            }
            return new Roots(
                    xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
                    xdg(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
                    xdg(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
                    xdg(environment, "XDG_CACHE_HOME", home.resolve(".cache")));
        }

        private static Path xdg(Map<String, String> environment, String name, Path standard) {
            return absolute(environment, name).orElse(standard).resolve("recua");
        }
    }
}
