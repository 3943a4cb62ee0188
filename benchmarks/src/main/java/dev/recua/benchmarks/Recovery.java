package dev.recua.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How soon an engine that was killed answers again. The product promises at most 250 ms (95 %)
/// beside the wait that is configured and what the engine itself takes to start.
final class Recovery implements Scenario {
    private static final double WAIT_MILLIS = 200;

    /// More than `healthy-after`, so that each round is the first restart.
    private static final double PAUSE_MILLIS = 700;

    private static final double PATIENCE_MILLIS = 30_000;
    private static final String QUESTION =
            "{\"model\":\"recua-tiny\",\"temperature\":0,\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"What day comes after Monday?\"}]}";

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public String how() {
        return "Real engine, bundled model. From SIGKILL to the whole next answer, which is asked for at"
                + " once; the configured wait before the first restart is 200 ms. In turn with it, the"
                + " engine's own start: the same command line by itself, from its spawn until"
                + " `/health`, asked every ms, says 200, and its first answer. `beside wait and start` is the first"
                + " less the wait less the second of the same round.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws IOException, InterruptedException {
        Path home = bench.newFolder("home");
        Files.writeString(
                home.resolve("config.yaml"),
                "supervisor: {restart: {first: 200ms, healthy-after: 500ms}}\n");
        var recovered = new ArrayList<Double>();
        var own = new ArrayList<Double>();
        var beside = new ArrayList<Double>();
        try (var gateway = GatewayProcess.start(bench.launcher(), home, bench.engine(), Map.of())) {
            ask(gateway.address(), Optional.empty());
            for (int round = -2; round < bench.rounds(60); round++) {
                Clocks.pauseMillis(PAUSE_MILLIS);
                GatewayProcess.Child child = gateway.child();
                double start = ownStartMillis(child, bench.newFolder("engine"));
                double recovery = recoveryMillis(gateway, child);
                if (round < 0) continue;
                own.add(start);
                recovered.add(recovery);
                beside.add(recovery - WAIT_MILLIS - start);
            }
        }
        return List.of(
                new Sample("from the kill to the next answer", "ms", recovered),
                new Sample("the engine's own start and first answer", "ms", own),
                new Sample("beside wait and start", "ms", beside));
    }

    private static double recoveryMillis(GatewayProcess gateway, GatewayProcess.Child child)
            throws IOException {
        ProcessHandle engine = ProcessHandle.of(child.pid()).orElseThrow();
        long began = System.nanoTime();
        engine.destroyForcibly();
        ask(gateway.address(), Optional.empty());
        double took = Clocks.millis(System.nanoTime() - began);
        if (gateway.child().pid() == child.pid()) {
            throw new IOException("the engine was not replaced: pid " + child.pid());
        }
        return took;
    }

    /// Starts what the gateway started, on another port and with another folder for its files.
    private static double ownStartMillis(GatewayProcess.Child child, Path folder)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = commandOf(child.pid());
        set(command, "--port", Integer.toString(port));
        set(command, "--slot-save-path", folder.toString());
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("LLAMA_API_KEY", child.key());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        long began = System.nanoTime();
        Process engine = builder.start();
        try {
            while (!healthy(address)) {
                if (Clocks.millis(System.nanoTime() - began) > PATIENCE_MILLIS) {
                    throw new IOException("an engine by itself does not start: " + command);
                }
                Clocks.pauseMillis(1);
            }
            ask(address, Optional.of(child.key()));
            return Clocks.millis(System.nanoTime() - began);
        } finally {
            engine.destroyForcibly().waitFor();
        }
    }

    private static boolean healthy(InetSocketAddress engine) {
        try (var request = RawRequest.get(engine, "/health")) {
            request.awaitWhole();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void ask(InetSocketAddress whom, Optional<String> key) throws IOException {
        try (var request = RawRequest.chat(whom, key, QUESTION)) {
            request.awaitWhole();
        }
    }

    private static List<String> commandOf(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        return new ArrayList<>(List.of(line.split("\0")));
    }

    private static void set(List<String> command, String flag, String value) {
        int at = command.indexOf(flag);
        if (at >= 0) command.set(at + 1, value);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
