package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.InstallProgress.Phase;
import dev.recua.supervisor.engine.io.Command;
import dev.recua.supervisor.engine.io.CommandResult;
import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Debian's package of llama.cpp, unpacked into a folder of ours.
///
/// It comes from a newer suite than most machines run, so it is started with the loader and the C
/// library that came
/// with it: nothing of the machine is changed or used but the kernel. The mirror is the one that
/// the machine's own apt
/// uses. The folder can be moved as a whole.
///
/// Safe for use by several threads.
public final class DebianPackage implements EngineSource {
    private static final List<String> SUITES = List.of("forky", "sid");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> NOT_NEEDED = List.of("usr/share/man", "etc", "var");

    private final List<Path> programs;
    private final Path keyring;

    /// A source that uses the `apt-get`, `apt-cache` and `dpkg-deb` of these folders.
    public DebianPackage(List<Path> programs) {
        this(programs, DebianTools.KEYRING);
    }

    DebianPackage(List<Path> programs, Path keyring) {
        this.programs = List.copyOf(programs);
        this.keyring = keyring;
    }

    @Override
    public String name() {
        return "Debian's package";
    }

    @Override
    public Offer offer(InstallRequest request, Consumer<InstallProgress> progress)
            throws InterruptedException {
        Optional<DebianMachine> machine = DebianMachine.of(request.target());
        if (machine.isEmpty()) return new Offer.None("there is none for " + request.target().id());
        if (request.wantedVariant().filter(v -> v == Variant.CPU).isEmpty()) {
            return new Offer.None("only the variant cpu is taken from it");
        }
        Optional<DebianTools> tools = DebianTools.find(programs, keyring);
        if (tools.isEmpty())
            return new Offer.None("this machine has no apt-get, apt-cache and dpkg-deb");
        if (!Files.isReadable(keyring)) {
            return new Offer.None(
                    "Debian's keys are not on this machine ("
                            + keyring
                            + "; package debian-archive-keyring)");
        }
        progress.accept(InstallProgress.of(Phase.RESOLVING, "apt's own mirror"));
        return offer(tools.get(), machine.get());
    }

    private static Offer offer(DebianTools tools, DebianMachine machine)
            throws InterruptedException {
        try {
            Optional<String> mirror = mirror(tools);
            if (mirror.isEmpty())
                return new Offer.None("apt's configuration names no Debian mirror");
            return new Offer.Ready(
                    Optional.empty(),
                    (folder, told) -> bring(tools, machine, mirror.get(), folder, told));
        } catch (IOException e) {
            return new Offer.None("apt-get cannot be asked for its mirror: " + e.getMessage());
        }
    }

    /// The mirror as the machine's apt knows it, from `sources.list` and deb822 files alike.
    private static Optional<String> mirror(DebianTools tools)
            throws IOException, InterruptedException {
        var argv =
                List.of(
                        tools.aptGet().toString(),
                        "indextargets",
                        "Created-By: Packages",
                        "--format",
                        "$(REPO_URI) $(COMPONENT) $(RELEASE)");
        CommandResult result = Command.of(argv, LIMIT).run();
        return result.out().lines().flatMap(line -> mainMirror(line).stream()).findFirst();
    }

    /// The address in a line `<address> <component> <release>`, when it is a mirror of Debian's
    /// main archive: not of
    /// its security, update or backport parts, which have no such suites.
    static Optional<String> mainMirror(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length != 3 || !words[1].equals("main")) return Optional.empty();
        boolean part =
                Stream.of("security", "updates", "backports").anyMatch(words[2]::contains)
                        || words[0].contains("debian-security");
        return part ? Optional.empty() : Optional.of(words[0]);
    }

    private static Unpacked bring(
            DebianTools tools,
            DebianMachine machine,
            String mirror,
            Path folder,
            Consumer<InstallProgress> progress)
            throws IOException, InterruptedException {
        requireListable(folder);
        List<String> failures = new ArrayList<>();
        for (String name : SUITES) {
            Path apt = Files.createTempDirectory(folder, "apt-");
            try {
                progress.accept(InstallProgress.of(Phase.RESOLVING, "Debian " + name));
                DebianSuite suite = DebianSuite.open(tools, machine, mirror, name, apt);
                Unpacked unpacked = fromSuite(suite, machine, folder, progress);
                Folders.deleteTree(apt);
                return unpacked;
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
                Folders.deleteTree(folder.resolve("root"));
                Folders.deleteTree(apt);
            }
        }
        throw new IOException(String.join("; ", failures));
    }

    /// The loader reads its library folders from a list that `:` and `;` divide.
    private static void requireListable(Path folder) throws IOException {
        String path = folder.toString();
        if (path.indexOf(':') >= 0 || path.indexOf(';') >= 0) {
            throw new IOException("it cannot run from a folder with : or ; in its path: " + path);
        }
    }

    private static Unpacked fromSuite(
            DebianSuite suite,
            DebianMachine machine,
            Path folder,
            Consumer<InstallProgress> progress)
            throws IOException, InterruptedException {
        Path root = folder.resolve("root");
        progress.accept(
                InstallProgress.of(
                        Phase.DOWNLOADING, DebianSuite.PACKAGE + " of Debian " + suite.name()));
        List<String> packages = suite.unpackSmallSet(root);
        linkBackends(root, machine);
        if (!missingLibraries(root, machine).isEmpty()) {
            Folders.deleteTree(root);
            packages = suite.unpackClosure(root);
            linkBackends(root, machine);
            List<String> missing = missingLibraries(root, machine);
            if (!missing.isEmpty()) {
                throw new IOException(
                        "suite "
                                + suite.name()
                                + ": a library is missing: "
                                + String.join(" | ", missing));
            }
        }
        progress.accept(InstallProgress.of(Phase.UNPACKING, DebianSuite.PACKAGE));
        Files.writeString(root.resolve("PACKAGES"), String.join("\n", packages) + "\n");
        for (String part : NOT_NEEDED) Folders.deleteTree(root.resolve(part));
        Folders.deleteTree(root.resolve(machine.libraries()).resolve("gconv"));
        Path binary = wrap(folder, machine, suite.name());
        return new Unpacked(binary, program(root), source(suite.name(), packages));
    }

    private static Path program(Path root) {
        return root.resolve("usr/bin/llama-server");
    }

    private static String source(String suite, List<String> packages) {
        return packages.stream()
                .filter(file -> file.startsWith(DebianSuite.PACKAGE + "_"))
                .findFirst()
                .map(file -> "Debian " + suite + ": " + file)
                .orElse("Debian " + suite);
    }

    /// ggml looks for its back ends beside `/proc/self/exe`, and that is the loader here.
    private static void linkBackends(Path root, DebianMachine machine) throws IOException {
        Path libraries = root.resolve(machine.libraries());
        Path backends = libraries.resolve("ggml/backends0");
        if (!Files.isDirectory(backends)) return;
        List<Path> files;
        try (Stream<Path> entries = Files.list(backends)) {
            files =
                    entries.filter(p -> p.getFileName().toString().matches("libggml-.*\\.so"))
                            .toList();
        }
        for (Path file : files) {
            Path link = libraries.resolve(file.getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, libraries.relativize(file));
        }
    }

    /// What the loader says it cannot find; empty when everything is there.
    private static List<String> missingLibraries(Path root, DebianMachine machine)
            throws IOException, InterruptedException {
        Path libraries = root.resolve(machine.libraries());
        var argv =
                List.of(
                        libraries.resolve(machine.loader()).toString(),
                        "--inhibit-cache",
                        "--library-path",
                        libraries + ":" + libraries.resolve("llama"),
                        "--list",
                        program(root).toString());
        CommandResult result;
        try {
            result = Command.of(argv, LIMIT).run();
        } catch (IOException e) {
            return List.of("the loader does not start: " + e.getMessage());
        }
        List<String> missing =
                Stream.concat(result.out().lines(), result.err().lines())
                        .filter(line -> line.contains("not found") || line.contains("error"))
                        .map(String::strip)
                        .toList();
        return missing.isEmpty() && !result.succeeded() ? result.lastLines(2) : missing;
    }

    /// Writes the script that starts the program. It `exec`s, so the pid stays the child's own, and
    /// the loader goes by
    /// the name llama-server, so that the process is called that.
    private static Path wrap(Path folder, DebianMachine machine, String suite) throws IOException {
        Path link = Files.createDirectories(folder.resolve("libexec")).resolve("llama-server");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("../root", machine.libraries(), machine.loader()));
        Path script = Files.createDirectories(folder.resolve("bin")).resolve("llama-server");
        Files.writeString(
                script,
                """
                #!/bin/sh
                # llama-server of Debian %s, run with the loader and the libraries that came with it. exec keeps the pid.
                self=$0
                if [ -h "$self" ]; then self=$(readlink -f "$self"); fi
                case $self in */*) ;; *) self=./$self ;; esac
                here=${self%%/*}/..
                libraries=$here/root/%s
                exec "$here/libexec/llama-server" --inhibit-cache --library-path "$libraries:$libraries/llama" \\
                  --argv0 llama-server "$here/root/usr/bin/llama-server" "$@"
                """
                        .formatted(suite, machine.libraries()));
        Folders.makeExecutable(script);
        return script;
    }
}
