package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.io.Command;
import dev.recua.supervisor.engine.io.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One suite of a Debian mirror, seen through an apt of our own: its lists, caches and state lie in
/// a work folder, and
/// the machine's packages are neither read nor changed. Proxies and certificates come from the
/// machine's apt
/// configuration, and apt checks Debian's signature. No right of root is needed. Used by one
/// thread.
final class DebianSuite {
    static final String PACKAGE = "llama.cpp-tools";

    /// What a llama-server of Debian has been seen to need; far less than the whole closure. Should
    /// a library have
    /// been renamed, the closure is taken instead.
    private static final List<String> SMALL_SET =
            List.of(
                    PACKAGE,
                    "libllama0",
                    "libggml0",
                    "libc6",
                    "libgcc-s1",
                    "libstdc++6",
                    "libgomp1",
                    "libssl3t64",
                    "libzstd1",
                    "zlib1g");

    private static final Duration UPDATE_LIMIT = Duration.ofMinutes(3);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
    private static final Duration SHORT_LIMIT = Duration.ofSeconds(30);

    private final DebianTools tools;
    private final String name;
    private final Path folder;

    private DebianSuite(DebianTools tools, String name, Path folder) {
        this.tools = tools;
        this.name = name;
        this.folder = folder;
    }

    /// Reads the suite's list of packages into `folder`.
    ///
    /// @throws IOException with a message for a person when the suite is not there or lacks the
    ///     package
    static DebianSuite open(
            DebianTools tools, DebianMachine machine, String mirror, String name, Path folder)
            throws IOException, InterruptedException {
        var suite = new DebianSuite(tools, name, folder);
        suite.configure(machine, mirror);
        suite.require(suite.apt(UPDATE_LIMIT, folder, "-qq", "update"), "apt-get update failed");
        CommandResult shown =
                suite.run(
                        List.of(tools.aptCache().toString(), "show", PACKAGE), SHORT_LIMIT, folder);
        if (!shown.succeeded())
            throw new IOException("suite " + name + " has no package " + PACKAGE);
        return suite;
    }

    String name() {
        return name;
    }

    /// Downloads and unpacks the packages that are enough in most cases.
    ///
    /// @return the file names of the packages
    List<String> unpackSmallSet(Path root) throws IOException, InterruptedException {
        Path debs = Files.createDirectories(folder.resolve("small"));
        List<String> words = new ArrayList<>(List.of("-qq", "download"));
        words.addAll(SMALL_SET);
        require(apt(DOWNLOAD_LIMIT, debs, words.toArray(String[]::new)), "apt-get download failed");
        return unpack(debs, root);
    }

    /// Downloads and unpacks everything that the package depends on.
    ///
    /// @return the file names of the packages
    List<String> unpackClosure(Path root) throws IOException, InterruptedException {
        Path debs = folder.resolve("archives");
        String nothingInstalled = "Dir::State::status=" + folder.resolve("status");
        CommandResult result =
                apt(
                        DOWNLOAD_LIMIT,
                        folder,
                        "-qq",
                        "-y",
                        "-o",
                        nothingInstalled,
                        "--download-only",
                        "install",
                        PACKAGE);
        require(result, "apt-get --download-only install failed");
        return unpack(debs, root);
    }

    private List<String> unpack(Path debs, Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        List<Path> files;
        try (Stream<Path> entries = Files.list(debs)) {
            files = entries.filter(p -> p.toString().endsWith(".deb")).sorted().toList();
        }
        if (files.isEmpty()) throw new IOException("suite " + name + " gave no package files");
        for (Path deb : files) {
            var argv = List.of(tools.dpkgDeb().toString(), "-x", deb.toString(), root.toString());
            require(
                    run(argv, DOWNLOAD_LIMIT, folder),
                    "dpkg-deb could not unpack " + deb.getFileName());
        }
        return files.stream().map(p -> p.getFileName().toString()).toList();
    }

    private void configure(DebianMachine machine, String mirror) throws IOException {
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("archives/partial"));
        Files.createDirectories(folder.resolve("none"));
        Files.writeString(folder.resolve("status"), "");
        Files.writeString(
                folder.resolve("sources.list"),
                "deb [signed-by=" + tools.keyring() + "] " + mirror + " " + name + " main\n");
        Files.writeString(folder.resolve("apt.conf"), aptConf(machine));
    }

    private String aptConf(DebianMachine machine) {
        Map<String, String> settings =
                Map.ofEntries(
                        Map.entry(
                                "Dir::Etc::sourcelist", folder.resolve("sources.list").toString()),
                        Map.entry("Dir::Etc::sourceparts", folder.resolve("none").toString()),
                        Map.entry(
                                "Dir::Etc::preferences",
                                folder.resolve("no-preferences").toString()),
                        Map.entry("Dir::Etc::preferencesparts", folder.resolve("none").toString()),
                        Map.entry("Dir::State::Lists", folder.resolve("lists").toString()),
                        Map.entry("Dir::Cache::archives", folder.resolve("archives").toString()),
                        Map.entry("Dir::Cache::pkgcache", ""),
                        Map.entry("Dir::Cache::srcpkgcache", ""),
                        Map.entry("Acquire::Languages", "none"),
                        Map.entry("APT::Architecture", machine.architecture()),
                        Map.entry("APT::Install-Recommends", "false"),
                        Map.entry("APT::Sandbox::User", ""),
                        Map.entry("Debug::NoLocking", "true"));
        return settings.entrySet().stream()
                .map(e -> e.getKey() + " \"" + e.getValue() + "\";\n")
                .sorted()
                .collect(Collectors.joining());
    }

    private CommandResult apt(Duration limit, Path where, String... words)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(tools.aptGet().toString()));
        argv.addAll(List.of(words));
        return run(argv, limit, where);
    }

    private CommandResult run(List<String> argv, Duration limit, Path where)
            throws IOException, InterruptedException {
        Map<String, String> environment =
                Map.of("APT_CONFIG", folder.resolve("apt.conf").toString(), "LC_ALL", "C.UTF-8");
        return Command.of(argv, limit).in(where).with(environment).run();
    }

    private void require(CommandResult result, String failure) throws IOException {
        if (result.succeeded()) return;
        String how =
                result.exit().isEmpty()
                        ? "ended after " + result.took().toSeconds() + " s"
                        : "exit " + result.exit().getAsInt();
        throw new IOException(
                "suite "
                        + name
                        + ": "
                        + failure
                        + " ("
                        + how
                        + "): "
                        + String.join(" | ", result.lastLines(2)));
    }
}
