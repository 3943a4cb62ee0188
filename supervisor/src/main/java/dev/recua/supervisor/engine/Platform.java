package dev.recua.supervisor.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The machine we run on, as Java names it.
///
/// @param osName the system property `os.name`
/// @param osArch the system property `os.arch`
public record Platform(String osName, String osArch) {
    /// This machine.
    public static Platform current() {
        return new Platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /// The target of this machine; one without variants where we have no engine to offer.
    public Target target() {
        String id = architecture() + "-" + vendorAndSystem();
        return Target.find(id)
                .orElseGet(
                        () ->
                                new Target(
                                        id,
                                        isWindows() ? "llama-server.exe" : "llama-server",
                                        List.of()));
    }

    public boolean isWindows() {
        return osName.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /// Where package managers put a llama-server when `PATH` is too short to name them, as it is
    /// for services.
    public List<Path> commonFolders() {
        if (isMac()) {
            return List.of(
                    Path.of("/opt/homebrew/bin"),
                    Path.of("/usr/local/bin"),
                    Path.of("/opt/local/bin"));
        }
        if (isWindows()) return List.of();
        return List.of(
                Path.of("/usr/local/bin"),
                Path.of("/usr/bin"),
                Path.of("/home/linuxbrew/.linuxbrew/bin"),
                Path.of("/snap/bin"));
    }

    private boolean isMac() {
        String name = osName.toLowerCase(Locale.ROOT);
        return name.startsWith("mac") || name.equals("darwin");
    }

    private String architecture() {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> word(osArch);
        };
    }

    private String vendorAndSystem() {
        if (isMac()) return "apple-darwin";
        if (isWindows()) return "pc-windows-msvc";
        if (osName.equalsIgnoreCase("linux")) return "unknown-linux-gnu";
        return "unknown-" + word(osName);
    }

    private static String word(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        return plain.isEmpty() ? "unknown" : plain;
    }
}
