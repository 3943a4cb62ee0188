package dev.recua.client.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where a user's files for clients are. All paths are absolute; naming one does not make it.
///
/// With `RECUA_HOME` everything is in that one folder. Else the platform decides, as for the
/// gateway: XDG on Linux, `~/Library/Application Support/recua` on macOS, `%LOCALAPPDATA%\recua` on
/// Windows.
///
/// @param home         the user's home: `$HOME` when set, else the JVM's `user.home`
/// @param config       `client.json`; it may be missing
/// @param lastProvider the provider that was chosen last, its wire name on one line; it may be
///     missing
public record ClientFiles(Path home, Path config, Path lastProvider) {
    /// Finds them; looks at nothing but its arguments.
    ///
    /// @param env      variables; empty ones count as unset, relative `XDG_*` are ignored as XDG
    /// says
    /// @param osName   as in the system property `os.name`
    /// @param userHome as in the system property `user.home`
    public static ClientFiles of(Map<String, String> env, String osName, Path userHome) {
        Path home = absolute(env, "HOME").orElse(userHome.toAbsolutePath());
        Optional<Path> own = text(env, "RECUA_HOME").map(name -> expand(name, home));
        if (own.isPresent()) return in(home, own.get(), own.get());
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            Path local =
                    text(env, "LOCALAPPDATA").map(Path::of).orElse(home.resolve("AppData/Local"));
            return in(home, local.resolve("recua"), local.resolve("recua"));
        }
        if (os.startsWith("mac") || os.startsWith("darwin")) {
            Path all = home.resolve("Library/Application Support/recua");
            return in(home, all, all);
        }
        Path config = absolute(env, "XDG_CONFIG_HOME").orElse(home.resolve(".config"));
        Path state = absolute(env, "XDG_STATE_HOME").orElse(home.resolve(".local/state"));
        return in(home, config.resolve("recua"), state.resolve("recua"));
    }

    /// The same for this process.
    public static ClientFiles ofThisProcess() {
        return of(
                System.getenv(),
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")));
    }

    private static ClientFiles in(Path home, Path config, Path state) {
        return new ClientFiles(
                home,
                config.resolve("client.json"),
                state.resolve("state").resolve("last-provider"));
    }

    /// A path as a user writes it, with `~` for the home.
    static Path expand(String name, Path home) {
        if (name.equals("~")) return home;
        return name.startsWith("~/")
                ? home.resolve(name.substring(2))
                : Path.of(name).toAbsolutePath().normalize();
    }

    private static Optional<String> text(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<Path> absolute(Map<String, String> env, String name) {
        return text(env, name).map(Path::of).filter(Path::isAbsolute);
    }
}
