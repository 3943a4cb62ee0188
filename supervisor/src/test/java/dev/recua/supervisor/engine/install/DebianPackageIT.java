package dev.recua.supervisor.engine.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recua.supervisor.engine.EngineProbe;
import dev.recua.supervisor.engine.EngineStore;
import dev.recua.supervisor.engine.InstalledEngine;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.Variant;
import dev.recua.supervisor.engine.install.InstallResult.Installed;
import dev.recua.supervisor.engine.install.InstallResult.NotInstalled;
import dev.recua.supervisor.engine.io.Command;
import dev.recua.supervisor.engine.io.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drives the package source with shell scripts in place of apt and dpkg.
class DebianPackageIT {
    private static final Target LINUX = new Platform("Linux", "amd64").target();

    @TempDir Path folder;
    private Path tools;
    private Path keyring;
    private EngineStore store;

    @BeforeEach
    void machine() throws IOException {
        tools = Files.createDirectories(folder.resolve("tools"));
        keyring = Files.writeString(folder.resolve("keys.gpg"), "");
        store = new EngineStore(folder.resolve("engines"));
        program(
                "apt-get",
                """
                case "$*" in
                  indextargets*)
                    [ -e "$T/no-mirror" ] && exit 0
                    echo 'http://mirror.invalid/debian-security main stable-security'
                    echo 'http://mirror.invalid/debian main stable-updates'
                    echo 'http://mirror.invalid/debian contrib stable'
                    echo 'http://mirror.invalid/debian main stable' ;;
                  '-qq update')
                    if [ -e "$T/slow" ]; then echo $$ > "$T/pid"; sleep 600; fi
                    dir=$(dirname "$APT_CONFIG"); cat "$dir/sources.list" >> "$T/sources"
                    if [ -e "$T/no-forky" ] && grep -q ' forky ' "$dir/sources.list"; then
                      echo 'E: no Release file' >&2; exit 100; fi
                    if [ -e "$T/no-network" ]; then echo 'E: Could not resolve' >&2; exit 100; fi ;;
                  '-qq download'*) echo small > llama.cpp-tools_0.7.0-1_amd64.deb ;;
                  *--download-only*)
                    echo closure > "$(dirname "$APT_CONFIG")/archives/llama.cpp-tools_0.7.0-1_amd64.deb" ;;
                  *) exit 2 ;;
                esac
                """);
        program("apt-cache", "[ ! -e \"$T/no-package\" ]\n");
        program(
                "dpkg-deb",
                """
                lib=$3/usr/lib/x86_64-linux-gnu
                mkdir -p "$3/usr/bin" "$lib/ggml/backends0" "$3/etc" "$3/usr/share/man"
                cp "$2" "$lib/set"
                : > "$lib/ggml/backends0/libggml-cpu-x64.so"
                cp "$T/fake-loader" "$lib/ld-linux-x86-64.so.2"
                cp "$T/fake-server" "$3/usr/bin/llama-server"
                """);
        program(
                "fake-loader",
                """
                if [ "$4" = --list ]; then
                  if [ -e "$T/renamed" ] && grep -q small "$(dirname "$0")/set"; then
                    echo 'libnew.so.2 => not found'; fi
                  exit 0
                fi
                [ "$4 $5" = '--argv0 llama-server' ] || exit 3
                shift 5; exec "$@"
                """);
        program(
                "fake-server",
                """
                case "$1" in
                  --version) echo 'version: 0.7.0 (build 11669, commit Debian)' >&2 ;;
                  --help) printf '%s\\n' '-m,    --model FNAME   m' '--host HOST   h' '--port PORT   p' ;;
                  *) echo "pid $$ args $*" ;;
                esac
                """);
    }

    private void program(String name, String body) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, "#!/bin/sh\nT='" + tools + "'\n" + body);
        Folders.makeExecutable(file);
    }

    private void mark(String name) throws IOException {
        Files.writeString(tools.resolve(name), "");
    }

    private InstallResult install(InstallRequest request) throws InterruptedException {
        var source = new DebianPackage(List.of(tools), keyring);
        return new EngineInstaller(store, new EngineProbe(), List.of(source), Clock.systemUTC())
                .install(request, progress -> {});
    }

    private InstalledEngine installed() throws InterruptedException {
        return ((Installed) install(InstallRequest.newest(LINUX))).engine();
    }

    private String refused(InstallRequest request) throws Exception {
        String reason = ((NotInstalled) install(request)).attempts().getFirst().reason();
        try (var entries = Files.list(store.root())) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactly(".install.lock");
        }
        return reason;
    }

    @Test
    void thePackageBecomesAnEngineStartedThroughItsOwnLoader() throws Exception {
        InstalledEngine engine = installed();

        assertThat(engine.id()).hasToString("0.7.0/x86_64-unknown-linux-gnu/cpu");
        assertThat(engine.source()).isEqualTo("Debian forky: llama.cpp-tools_0.7.0-1_amd64.deb");
        assertThat(engine.program())
                .isEqualTo(engine.folder().resolve("root/usr/bin/llama-server"));
        assertThat(engine.folder().resolve("root/usr/lib/x86_64-linux-gnu/libggml-cpu-x64.so"))
                .isSymbolicLink();
        assertThat(engine.folder().resolve("root/etc")).doesNotExist();
        assertThat(engine.folder().resolve("root/PACKAGES"))
                .hasContent("llama.cpp-tools_0.7.0-1_amd64.deb");
        assertThat(Files.readString(tools.resolve("sources")))
                .isEqualTo(
                        "deb [signed-by="
                                + keyring
                                + "] http://mirror.invalid/debian forky main\n");
    }

    @Test
    void theWrapperKeepsThePidAndWorksThroughALinkAndWithBlanksInArguments() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("my server"), installed().binary());

        Process process = new ProcessBuilder(link.toString(), "a b", "c").start();
        String out = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor()).isZero();
        assertThat(out.strip()).isEqualTo("pid " + process.pid() + " args a b c");
    }

    @Test
    void itRunsFromAFolderWithABlankInItsName() throws Exception {
        store = new EngineStore(folder.resolve("my engines"));

        assertThat(
                        Command.of(
                                        List.of(installed().binary().toString(), "x"),
                                        Duration.ofSeconds(5))
                                .run()
                                .succeeded())
                .isTrue();
    }

    @Test
    void aMissingLibraryMakesItTakeTheWholeClosure() throws Exception {
        mark("renamed");

        Path set = installed().folder().resolve("root/usr/lib/x86_64-linux-gnu/set");

        assertThat(set).hasContent("closure");
    }

    @Test
    void aSuiteThatIsNotThereIsFollowedByTheNext() throws Exception {
        mark("no-forky");

        assertThat(installed().source()).startsWith("Debian sid: ");
    }

    @Test
    void everySuitesReasonIsTold() throws Exception {
        mark("no-network");

        assertThat(refused(InstallRequest.newest(LINUX)))
                .isEqualTo(
                        "suite forky: apt-get update failed (exit 100): E: Could not resolve;"
                                + " suite sid: apt-get update failed (exit 100): E: Could not resolve");
    }

    @Test
    void aMirrorWithoutThePackageIsTold() throws Exception {
        mark("no-package");

        assertThat(refused(InstallRequest.newest(LINUX)))
                .isEqualTo(
                        "suite forky has no package llama.cpp-tools; suite sid has no package llama.cpp-tools");
    }

    @Test
    void aMachineWithoutMirrorKeysOrToolsIsTold() throws Exception {
        mark("no-mirror");
        assertThat(refused(InstallRequest.newest(LINUX)))
                .isEqualTo("apt's configuration names no Debian mirror");

        Files.delete(keyring);
        assertThat(refused(InstallRequest.newest(LINUX)))
                .startsWith("Debian's keys are not on this machine");

        Files.delete(tools.resolve("dpkg-deb"));
        assertThat(refused(InstallRequest.newest(LINUX)))
                .isEqualTo("this machine has no apt-get, apt-cache and dpkg-deb");
    }

    @Test
    void anotherVersionOrVariantOrMachineIsNotTakenFromIt() throws Exception {
        assertThat(refused(InstallRequest.newest(LINUX).withVersion("b12000")))
                .isEqualTo("it has version 0.7.0 (build 11669)");
        assertThat(refused(InstallRequest.newest(LINUX).withVariant(Variant.VULKAN)))
                .isEqualTo("only the variant cpu is taken from it");
        assertThat(refused(InstallRequest.newest(new Platform("Mac OS X", "aarch64").target())))
                .isEqualTo("there is none for aarch64-apple-darwin");
        assertThat(install(InstallRequest.newest(LINUX).withVersion("0.7.0")))
                .isInstanceOf(Installed.class);
    }

    @Test
    void aFolderThatTheLoaderCannotListIsTold() throws Exception {
        store = new EngineStore(folder.resolve("a:b"));

        assertThat(refused(InstallRequest.newest(LINUX)))
                .startsWith("it cannot run from a folder with : or ;");
    }

    @Test
    void anInterruptEndsAptAndLeavesNothing() throws Exception {
        mark("slow");
        Path pid = tools.resolve("pid");

        Interrupted.in(
                () -> install(InstallRequest.newest(LINUX)),
                () -> Files.exists(pid) && !Files.readString(pid).isBlank());

        await().until(
                        () ->
                                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                                        .isEmpty());
        try (var entries = Files.list(store.root())) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactly(".install.lock");
        }
    }
}
