package dev.recua.client.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// File and environment → [ClientConfig], or every problem at once.
///
/// The environment beats the file. The file is `client.json`, or an `agents.config.json` as it is:
/// one with a key `nanocoder` is of that kind, whatever its name. No file is looked for in the
/// working folder: what comes with somebody else's project must not say where prompts and keys go.
/// Never throws for what a user wrote. Immutable, safe to share.
public final class ClientConfigLoader {
    /// Names the file, instead of `client.json` in the configuration folder.
    public static final String FILE_VARIABLE = "RECUA_CLIENT_CONFIG";

    /// Says whom to ask first, whatever the file says and whoever was chosen last.
    public static final String PROVIDER_VARIABLE = "RECUA_CLIENT_PROVIDER";

    private final Map<String, String> environment;
    private final ClientFiles files;

    /// @param environment as the process got it
    /// @param files says where the default file is and what `~` is
    public ClientConfigLoader(Map<String, String> environment, ClientFiles files) {
        this.environment = Map.copyOf(environment);
        this.files = files;
    }

    /// For the user of this process.
    public static ClientConfigLoader ofThisProcess() {
        return new ClientConfigLoader(System.getenv(), ClientFiles.ofThisProcess());
    }

    /// The file that [#load()] reads.
    ///
    /// @throws InvalidPathException when the variable is no path
    public Path file() {
        return named().orElse(files.config());
    }

    /// Reads the file that the environment names, which must be there, else the default one, which
    /// may be missing.
    public LoadedConfig load() {
        try {
            Path file = file();
            return named().isEmpty() && Files.notExists(file)
                    ? withoutFile(new Findings())
                    : load(file);
        } catch (InvalidPathException e) {
            var findings = new Findings();
            findings.error(Place.variable(FILE_VARIABLE, ""), "is no path", "Name a file.");
            return new LoadedConfig.Broken(findings.sorted());
        }
    }

    /// Reads this file, which must be there.
    public LoadedConfig load(Path file) {
        var findings = new Findings();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(JsonText.LARGEST + 1);
        } catch (IOException e) {
            findings.error(Place.wholeFile(file.toString()), whyUnreadable(e));
            return new LoadedConfig.Broken(findings.sorted());
        }
        return parse(bytes, file, findings);
    }

    /// Reads a text as if it stood in `file`, which is looked at only for its rights.
    public LoadedConfig parse(String text, Path file) {
        return parse(text.getBytes(StandardCharsets.UTF_8), file, new Findings());
    }

    /// The same, with nothing above the file: the environment only fills in what it names.
    ClientConfigLoader ofFileAlone() {
        Map<String, String> rest = new HashMap<>(environment);
        rest.keySet().removeIf(name -> name.startsWith(EnvironmentLayer.PREFIX));
        rest.keySet().removeAll(EnvironmentLayer.foreign().keySet());
        return new ClientConfigLoader(rest, files);
    }

    private LoadedConfig parse(byte[] bytes, Path file, Findings findings) {
        JsonText.Read read = new JsonText(file.toString(), findings).read(bytes);
        var settings = new Settings(findings);
        read.root().ifPresent(root -> FileLayer.of(root).add(settings, findings, read.places()));
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(files.home());
        return bind(
                settings, findings, new Keyring(environment, folder, files.home(), findings, file));
    }

    private LoadedConfig withoutFile(Findings findings) {
        Path file = files.config();
        Path folder = Optional.ofNullable(file.getParent()).orElse(files.home());
        var keyring = new Keyring(environment, folder, files.home(), findings, file);
        return bind(new Settings(findings), findings, keyring);
    }

    private LoadedConfig bind(Settings settings, Findings findings, Keyring keyring) {
        new EnvironmentLayer(environment).add(settings, findings);
        ClientConfig config = new Binder(settings, findings, keyring).bind();
        return findings.hasErrors()
                ? new LoadedConfig.Broken(findings.sorted())
                : new LoadedConfig.Usable(config, findings.sorted());
    }

    private Optional<Path> named() {
        return Optional.ofNullable(environment.get(FILE_VARIABLE))
                .filter(name -> !name.isBlank())
                .map(name -> ClientFiles.expand(name.strip(), files.home()));
    }

    private static String whyUnreadable(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "may not be read by this user";
            default -> "cannot be read: " + failure.getMessage();
        };
    }
}
