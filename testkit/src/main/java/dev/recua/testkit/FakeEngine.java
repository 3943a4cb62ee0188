package dev.recua.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// One process of [FakeLlamaServer]: start, log, serve, leave.
///
/// 1. flags are checked against `--help`; 2. the port is bound and answers 503; 3. after
/// `readyAfter` it answers 200, says `listening on`, takes SIGTERM and, with
/// `LLAMA_SERVER_ROUTER_PORT` set, reads stdin as a child of a router does. Leaving is as
/// measured on 0.7.0: idle at once with 0; with an answer under way it drains up to 30 s; a
/// second signal ends it with 1; as a child of a router a first SIGTERM alone waits for stdin,
/// the line `cmd_router_to_child:exit` does not.
final class FakeEngine {

    private static final String EXIT_LINE = "cmd_router_to_child:exit";
    private static final long PROGRESS_EVERY_MS = 200;
    private static final String VERSION =
            "version: 0.7.0 (build 11669, commit Debian)\nbuilt with GNU 16.2.0 for Linux x86_64";

    private final long startedAt = System.nanoTime();
    private final Path home;
    private final List<String> args;
    private final PrintStream log = System.err;
    private final AtomicInteger terms = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failedHealth = new AtomicInteger();
    private final FakeFlood flood = new FakeFlood(this);
    private final Semaphore leave = new Semaphore(0);
    private final Semaphore stdinEnded = new Semaphore(0);
    private FakeFlags.Parsed flags = FakeFlags.Parsed.refused("");
    private String alias = "";
    private FakeSlots slots = new FakeSlots(0, "0");
    private FakeEvents events;
    private volatile boolean ready;

    FakeEngine(Path home, List<String> args) {
        this.home = home;
        this.args = args;
        this.events = new FakeEvents(home, "");
    }

    void run() throws IOException, InterruptedException {
        String help = Golden.text("llama-server-0.7.0/help.txt");
        if (args.contains("--help") || args.contains("-h")) {
            System.out.print(help);
            return;
        }
        FakeKnobs common = FakeKnobs.read(home, "*");
        if (args.contains("--version")) {
            log.println(common.text("version", VERSION));
            return;
        }
        Set<String> removed = Set.copyOf(Arrays.asList(common.text("removedFlags", "").split(",")));
        flags = new FakeFlags(help, removed).parse(args);
        if (flags.refusal().isPresent()) {
            log.println(flags.refusal().get());
            System.exit(1);
        }
        alias = flags.value("--alias", "-a", modelName());
        events = new FakeEvents(home, alias);
        start();
    }

    private void start() throws IOException, InterruptedException {
        String host = flags.value("--host", "--host", "127.0.0.1");
        int port = Integer.parseInt(flags.value("--port", "--port", "9931"));
        events.add("start", Map.of("args", String.join(" ", args), "port", Integer.toString(port)));
        line('I', "srv  llama_server: initializing ...");
        slots = new FakeSlots(facts().slotCount(), facts().context());
        boolean misbehaves = startNumber() <= knobs().number("firstStarts", Long.MAX_VALUE);
        flood.mayBegin();
        if (misbehaves) failEarly(host, port);
        try (ServerSocket server = new ServerSocket()) {
            bind(server, host, port);
            Thread.ofPlatform().start(() -> accept(server));
            line(
                    'I',
                    "srv    load_model: loading model '"
                            + flags.value("--model", "-m", "none")
                            + "'");
            load(misbehaves);
            FakeSignals.on("TERM", this::terminated);
            FakeSignals.on("INT", this::terminated);
            ready = true;
            events.add("ready", Map.of());
            line('I', "srv  llama_server: model loaded");
            line(
                    'I',
                    "srv  llama_server: listening on http://" + host + ":" + server.getLocalPort());
            boolean child = isChild();
            if (child) tell("{\"state\":\"ready\",\"payload\":" + facts().entry() + "}");
            if (misbehaves) knobs().text("exitAfter").ifPresent(this::exitAfter);
            if (child) Thread.ofPlatform().start(this::obeyStdin);
            leave.acquire();
            if (child) stdinEnded.acquire();
            exit(0);
        }
    }

    private void failEarly(String host, int port) throws InterruptedException {
        FakeKnobs knobs = knobs();
        if (knobs.text("exitAtStart").isPresent()) {
            knobs.text("stderr", "").lines().forEach(log::println);
            exit((int) knobs.number("exitAtStart", 1));
        }
        switch (knobs.text("bind", "yes")) {
            case "never" -> new Semaphore(0).acquire();
            case "refuse" -> couldNotBind(host, port);
            default -> {}
        }
    }

    private void bind(ServerSocket server, String host, int port) {
        try {
            server.bind(new InetSocketAddress(InetAddress.getByName(host), port), 512);
        } catch (IOException e) {
            couldNotBind(host, port);
        }
    }

    private void couldNotBind(String host, int port) {
        line(
                'E',
                "srv         start: couldn't bind HTTP server socket, hostname: "
                        + host
                        + ", port: "
                        + port);
        line('E', "srv  llama_server: exiting due to HTTP server error");
        exit(1);
    }

    private void load(boolean misbehaves) throws InterruptedException {
        String after = misbehaves ? knobs().text("readyAfter", "0") : "0";
        if (knobs().flag("grandchild")) grandchild();
        progress(0);
        if (after.equals("never")) new Semaphore(0).acquire();
        long left = Long.parseLong(after);
        for (long all = left; left > 0; left -= PROGRESS_EVERY_MS) {
            Thread.sleep(Math.min(left, PROGRESS_EVERY_MS));
            progress(Math.min(1, (double) (all - left + PROGRESS_EVERY_MS) / all));
        }
        if (after.equals("0")) progress(1);
    }

    /// What a child of a router says while it loads; seen on 0.7.0.
    private void progress(double value) {
        if (!isChild() || !knobs().flag("progress", true)) return;
        tell(
                "{\"state\":\"loading\",\"payload\":{\"stages\":[\"text_model\"],"
                        + "\"current\":\"text_model\",\"value\":"
                        + value
                        + "}}");
    }

    private static void tell(String state) {
        System.out.println("cmd_child_to_router:state:" + state);
    }

    private static boolean isChild() {
        return System.getenv("LLAMA_SERVER_ROUTER_PORT") != null;
    }

    private void exitAfter(String millis) {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            LockSupport.parkNanos(Long.parseLong(millis) * 1_000_000);
                            exit((int) knobs().number("exitCode", 137));
                        });
    }

    private void grandchild() {
        try {
            Process sleep = new ProcessBuilder("sleep", "600").start();
            events.add("grandchild", Map.of("child", Long.toString(sleep.pid())));
        } catch (IOException e) {
            throw new IllegalStateException("no sleep on this machine", e);
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> new FakeConnection(this, socket).serve());
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// One signal: the first drains, the second ends.
    private void terminated() {
        if (knobs().flag("ignoreTerm")) return;
        int number = terms.incrementAndGet();
        events.add("term", Map.of("number", Integer.toString(number)));
        if (number > 1) {
            log.println("Received second interrupt, terminating immediately.");
            exit(1);
        }
        Thread.ofPlatform().daemon().start(this::drain);
    }

    private void drain() {
        long end = System.nanoTime() + 30_000_000_000L;
        while (busy.get() > 0 && System.nanoTime() < end) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        leave.release();
    }

    private void obeyStdin() {
        try (var in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String said = in.readLine(); said != null; said = in.readLine()) {
                if (said.equals(EXIT_LINE) && !knobs().flag("ignoreTerm")) {
                    stdinEnded.release();
                    drain();
                    return;
                }
            }
        } catch (IOException broken) {
            line('W', "srv    operator(): stdin broke: " + broken.getMessage());
        }
        if (knobs().flag("ignoreTerm")) return;
        line('I', "srv    operator(): EOF on stdin detected, forcing shutdown...");
        exit(1);
    }

    /// Ends the process as `kill` would: nothing is flushed, nothing is said to open connections.
    void exit(int code) {
        events.add("exit", Map.of("code", Integer.toString(code)));
        log.flush();
        Runtime.getRuntime().halt(code);
    }

    FakeKnobs knobs() {
        return FakeKnobs.read(home, alias);
    }

    String alias() {
        return alias;
    }

    FakeFlags.Parsed flags() {
        return flags;
    }

    FakeEvents events() {
        return events;
    }

    FakeFacts facts() {
        return new FakeFacts(alias, flags);
    }

    FakeSlots slots() {
        return slots;
    }

    FakeFlood flood() {
        return flood;
    }

    /// The number of this question for its health that may fail, from 1.
    int nextFailedHealth() {
        return failedHealth.incrementAndGet();
    }

    AtomicInteger busy() {
        return busy;
    }

    boolean ready() {
        return ready;
    }

    /// The number of this request, from 1.
    int nextRequest() {
        return requests.incrementAndGet();
    }

    void note(String kind, String... details) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < details.length; i += 2) map.put(details[i], details[i + 1]);
        events.add(kind, map);
    }

    private void line(char level, String text) {
        long us = (System.nanoTime() - startedAt) / 1000;
        log.println(
                String.format(
                        "%d.%02d.%03d.%03d %c %s",
                        us / 60_000_000,
                        us / 1_000_000 % 60,
                        us / 1000 % 1000,
                        us % 1000,
                        level,
                        text));
    }

    private String modelName() {
        String file = Path.of(flags.value("--model", "-m", "fake")).getFileName().toString();
        return file;
    }

    /// How many processes of this fake have started with this alias, this one included.
    private long startNumber() throws IOException {
        try (var lines = java.nio.file.Files.lines(home.resolve(FakeEvents.FILE))) {
            String mark = "{\"kind\":\"start\",\"alias\":" + FakeEvents.quoted(alias) + ",";
            return lines.filter(l -> l.startsWith(mark)).count();
        }
    }
}
