package dev.recua.supervisor.child;

import dev.recua.supervisor.engine.EngineSearch;
import dev.recua.supervisor.engine.Platform;
import dev.recua.supervisor.engine.io.Inherited;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One process of a child on one port, and its stdin.
///
/// The environment loses every inherited `LLAMA_*` and `RECUA_*` and our tokens, and gets the key,
/// a mark by which what came of it is found ([ProcessTree]), an empty `XDG_CONFIG_HOME`
/// (llama-server silently reads a `config.ini` there) and `LLAMA_SERVER_ROUTER_PORT`. With that
/// variable set llama-server reads its stdin once the model is loaded and ends at its end, so it
/// dies with us, also when we get SIGKILL (measured on 0.7.0, 8 runs: 4 to 36 ms when idle, code 1;
/// 3 to 21 ms with an open stream, code 139). The price, also measured: a SIGTERM alone then waits
/// for stdin for ever, so [Ending] says `cmd_router_to_child:exit` first. With it an idle
/// engine
/// ends with 0 in a few ms; one with an open stream drains, and a second SIGTERM ends it at once
/// with 1. stdin stays open meanwhile, since its end would force an end without draining. Engines
/// that do not know the line ignore it.
///
/// A router (`--models-dir` without a model) does not get that variable: it reads no stdin itself
/// (0.7.0: it outlives the end of it), and would hand ours on to its own servers, beside and before
/// the one that it sets for them. So a router ends only when somebody ends it.
///
/// `GGML_NO_BACKTRACE` is set unless the spec sets it: an engine that aborts would else start gdb
/// where it is installed and wait for it (`ggml_print_backtrace`), dead and not yet ended.
///
/// `setsid` gives it a session of its own where that program exists: a Ctrl-C in our terminal
/// does not reach it. It execs, so the pid stays.
final class Launch {
    /// Options by which llama-server is a router, unless one of [#MODELS] is there, too.
    private static final Set<String> FOLDERS = Set.of("--models-dir", "--models-preset");

    private static final Set<String> MODELS = Set.of("-m", "--model", "-hf", "-hfr", "--hf-repo");

    private final Process process;
    private final int port;
    private final List<String> args;
    private final String mark;
    private final Ending ending;

    private Launch(Process process, String mark, int port, List<String> args) {
        StopPath path = StopPath.of(Platform.current());
        this.ending = new Ending(process, ProcessTree.of(process.toHandle(), mark, path), path);
        this.process = process;
        this.mark = mark;
        this.port = port;
        this.args = args;
    }

    /// Starts `spec` on a port that is free now.
    ///
    /// @param apiKey what it demands; empty: nothing
    /// @throws BindException when its fixed port is taken, or its host is no address of ours
    /// @throws IOException when the system cannot start it
    static Launch of(ChildSpec spec, String apiKey) throws IOException {
        int port = port(spec);
        List<String> args = List.copyOf(spec.argsForPort().apply(port));
        List<String> command = new ArrayList<>();
        setsid().ifPresent(path -> command.add(path.toString()));
        command.add(spec.binary().toString());
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> env = builder.environment();
        prepare(env, spec.env(), apiKey, args);
        env.put("XDG_CONFIG_HOME", Files.createDirectories(spec.configFolder()).toString());
        String mark = ProcessTree.newMark();
        env.put(ProcessTree.MARK, mark);
        Process process = builder.start();
        try {
            return new Launch(process, mark, port, args);
        } catch (RuntimeException | Error broken) {
            process.destroyForcibly();
            throw broken;
        }
    }

    /// Makes of the environment that it would inherit the one that it gets.
    ///
    /// @param own    of its spec
    /// @param apiKey what it demands; empty: nothing
    static void prepare(
            Map<String, String> env, Map<String, String> own, String apiKey, List<String> args) {
        env.keySet().removeIf(Inherited::isOursAlone);
        env.putAll(own);
        if (!apiKey.isEmpty()) env.put("LLAMA_API_KEY", apiKey);
        if (!isRouter(args)) env.put("LLAMA_SERVER_ROUTER_PORT", "0");
        env.putIfAbsent("GGML_NO_BACKTRACE", "1");
    }

    /// Whether it will serve a folder, by servers of its own.
    private static boolean isRouter(List<String> args) {
        return args.stream().anyMatch(FOLDERS::contains)
                && args.stream().noneMatch(MODELS::contains);
    }

    /// The key of a new child; empty when it shall demand none.
    static String key(KeyChoice choice) {
        return switch (choice) {
            case KeyChoice.Random random -> newKey();
            case KeyChoice.Given(String key) -> key;
            case KeyChoice.None none -> "";
        };
    }

    /// 32 random bytes as hexadecimal digits.
    static String newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    Process process() {
        return process;
    }

    int port() {
        return port;
    }

    List<String> args() {
        return args;
    }

    /// What it and all that came of it have in their environment; see [ProcessTree#MARK].
    String mark() {
        return mark;
    }

    /// How it is ended: see [StopPath].
    Ending ending() {
        return ending;
    }

    private static int port(ChildSpec spec) throws IOException {
        int wanted = spec.port() instanceof PortChoice.Fixed(int port) ? port : 0;
        try (ServerSocket socket = new ServerSocket(wanted, 1, spec.host().bound())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> setsid() {
        for (Path folder : EngineSearch.foldersOf(System.getenv())) {
            Path candidate = folder.resolve("setsid");
            if (Files.isExecutable(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }
}
