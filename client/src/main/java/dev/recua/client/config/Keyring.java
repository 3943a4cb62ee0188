package dev.recua.client.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Gets keys from where the configuration says they are, and looks who else can read them. No
/// message of it repeats a key. For one thread.
final class Keyring {
    /// What the published schema checks of a key in a file: none, the key itself, or a variable.
    static final String FORM =
            "^\\s*$|^([!-#%-~]|\\$(?!\\{))+$|^\\s*\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}\\s*$";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final int LARGEST = 64 * 1024;

    private final Map<String, String> environment;
    private final Path folder;
    private final Path home;
    private final Findings findings;
    private final Path file;

    /// @param folder that relative paths start at
    /// @param home   what `~` is
    /// @param file   the configuration, for a key that stands in it
    Keyring(Map<String, String> environment, Path folder, Path home, Findings findings, Path file) {
        this.environment = environment;
        this.folder = folder;
        this.home = home;
        this.findings = findings;
        this.file = file;
    }

    /// The key that this value means; empty when it means none or there is a problem with it.
    Optional<Secret> key(Setting setting) {
        JsonNode value = setting.value();
        if (value.isObject()) return fromFile(value.path("file").stringValue(), setting.at());
        String text = value.stringValue();
        if (text.isBlank()) return Optional.empty();
        if (setting.at().isOutsideText()) return secret(text, setting.at(), "the variable");
        Matcher variable = VARIABLE.matcher(text.strip());
        if (variable.matches()) return fromVariable(variable.group(1), setting.at());
        if (text.contains("${")) {
            findings.error(
                    setting.at(),
                    "has a ${ that names no variable",
                    "Write nothing but ${NAME}; a key with ${ in it goes into a file.");
            return Optional.empty();
        }
        warnAboutReaders(file, "the key in it", setting.at());
        return secret(text, setting.at(), "the key");
    }

    private Optional<Secret> fromVariable(String name, Place at) {
        String value = environment.getOrDefault(name, "").strip();
        if (!value.isEmpty()) return secret(value, at, "the variable " + name);
        findings.error(
                at,
                "needs the environment variable " + name + ", which is not set",
                "Set " + name + ", or take apiKey out.");
        return Optional.empty();
    }

    private Optional<Secret> fromFile(String name, Place at) {
        try {
            Path path = path(name);
            if (!Files.isRegularFile(path)) {
                findings.error(at, "names the file " + path + ", which is not there");
                return Optional.empty();
            }
            if (Files.size(path) > LARGEST) {
                findings.error(at, "names the file " + path + ", which is too large for a key");
                return Optional.empty();
            }
            warnAboutReaders(path, "the key in it", at);
            return secret(Files.readString(path).strip(), at, "the file " + path);
        } catch (InvalidPathException e) {
            findings.error(at, "names a file whose name is no path");
        } catch (IOException e) {
            String why = e.getClass().getSimpleName();
            findings.error(at, "names the file " + name + ", which cannot be read: " + why);
        }
        return Optional.empty();
    }

    private Path path(String name) {
        if (name.equals("~") || name.startsWith("~/")) return ClientFiles.expand(name, home);
        return folder.resolve(name).normalize();
    }

    private Optional<Secret> secret(String text, Place at, String where) {
        try {
            return Optional.of(Secret.of(text));
        } catch (IllegalArgumentException e) {
            String why = e.getMessage() == null ? "" : e.getMessage();
            findings.error(at, why.replaceFirst("^the key", where));
            return Optional.empty();
        }
    }

    private void warnAboutReaders(Path path, String what, Place at) {
        readers(path)
                .ifPresent(
                        mode ->
                                findings.warning(
                                        at,
                                        path
                                                + " has the rights "
                                                + mode
                                                + ": others on this machine can read "
                                                + what,
                                        "Run: chmod 600 " + path));
    }

    /// The mode of a file that others can read, such as `0644`; empty where only its owner can, and
    /// where the file system knows no such rights.
    private static Optional<String> readers(Path path) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
            boolean open =
                    rights.contains(PosixFilePermission.GROUP_READ)
                            || rights.contains(PosixFilePermission.OTHERS_READ);
            return open ? Optional.of(mode(rights)) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static String mode(Set<PosixFilePermission> rights) {
        int mode = 0;
        for (char sign : PosixFilePermissions.toString(rights).toCharArray()) {
            mode = mode * 2 + (sign == '-' ? 0 : 1);
        }
        return String.format(Locale.ROOT, "0%03o", mode);
    }
}
