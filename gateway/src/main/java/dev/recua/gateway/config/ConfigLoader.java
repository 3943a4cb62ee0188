package dev.recua.gateway.config;

import dev.recua.gateway.config.Node.Scalar;
import dev.recua.gateway.home.Folders;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// File, environment and command line → [ConfigResult].
///
/// Environment beats file, command line beats both. The file is the one of `--config`, else of
/// `RECUA_CONFIG`, else the default one; only the default one may be missing. `${NAME}` in the
/// file's values is replaced by that variable, which must be set (`api-key` may name an unset one:
/// then there is no key). `~` is the user's home; relative paths start at the file's folder. Never
/// throws for what a user wrote. Immutable, safe to share.
public final class ConfigLoader {
    private final Map<String, String> environment;
    private final Folders folders;

    /// One for one process.
    ///
    /// @param environment as the process got it
    /// @param folders says where the default file lies and what `~` is
    public ConfigLoader(Map<String, String> environment, Folders folders) {
        this.environment = Map.copyOf(environment);
        this.folders = folders;
    }

    /// The file that [#load] reads, as the user named it.
    ///
    /// @throws InvalidPathException when `RECUA_CONFIG` is no path
    public Path file(Overrides overrides) {
        return named(overrides).orElse(folders.configFile());
    }

    /// Reads everything.
    public ConfigResult load(Overrides overrides) {
        var problems = new ProblemLog();
        Path file;
        try {
            file = file(overrides);
        } catch (InvalidPathException _) {
            problems.error(new Origin.Variable("RECUA_CONFIG"), "", "is no path", "Name a file.");
            return new ConfigResult.Invalid(problems.sorted());
        }
        var text = ConfigFile.read(file, named(overrides).isPresent(), problems);
        return result(text.orElse(""), file, overrides, problems);
    }

    /// Reads a text as if it stood in `file`, which is not touched.
    public ConfigResult parse(String text, Path file, Overrides overrides) {
        return result(text, file, overrides, new ProblemLog());
    }

    private ConfigResult result(String text, Path file, Overrides overrides, ProblemLog problems) {
        var layers = new Layers(problems);
        boolean readable = !problems.hasErrors();
        var tree = YamlTree.parse(text, file, problems);
        boolean fileRead = readable && tree.isPresent();
        tree.ifPresent(layers::addFile);
        EnvironmentLayer.add(environment, layers, problems);
        addOptions(overrides, layers);

        Path here = Path.of("").toAbsolutePath();
        var base = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(here);
        var path = Parsers.path(base, folders.home());
        var settings = new Settings(layers, new Variables(environment), problems, "");
        var models = new ModelBinder(layers, settings.in("models"), path).bind();
        var config =
                new Binder(settings, path, fileRead)
                        .bind(
                                overrides.engine().map(ConfigLoader::absolute),
                                engineVariable(here, problems),
                                models);
        return problems.hasErrors()
                ? new ConfigResult.Invalid(problems.sorted())
                : new ConfigResult.Valid(config, problems.sorted());
    }

    private static void addOptions(Overrides overrides, Layers layers) {
        overrides.listen().ifPresent(address -> option(layers, "listen", address));
        if (overrides.insecure()) option(layers, "insecure", "true");
        if (overrides.offline()) option(layers, "offline", "true");
    }

    private static void option(Layers layers, String key, String value) {
        layers.put(key, key, new Scalar(value, new Origin.Option("--" + key)));
    }

    private Optional<Path> engineVariable(Path here, ProblemLog problems) {
        String value = environment.getOrDefault("RECUA_ENGINE", "");
        if (value.isBlank()) return Optional.empty();
        try {
            return Optional.of(Parsers.path(here, folders.home()).apply(value.strip()));
        } catch (BadValue bad) {
            problems.error(new Origin.Variable("RECUA_ENGINE"), "", bad);
            return Optional.empty();
        }
    }

    private Optional<Path> named(Overrides overrides) {
        return overrides
                .config()
                .or(
                        () ->
                                Optional.ofNullable(environment.get("RECUA_CONFIG"))
                                        .filter(name -> !name.isBlank())
                                        .map(Path::of));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
