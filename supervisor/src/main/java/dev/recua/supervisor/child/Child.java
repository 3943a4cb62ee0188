package dev.recua.supervisor.child;

import dev.recua.supervisor.Subscription;
import dev.recua.supervisor.child.Lifecycle.Action;
import dev.recua.supervisor.child.Lifecycle.Signal;
import dev.recua.supervisor.child.Lifecycle.Step;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.child.StartOutcome.Ready;
import dev.recua.supervisor.child.StartOutcome.StartFailed;
import dev.recua.supervisor.resources.ProcessReading;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One llama-server, from launch to its end. It never restarts by itself.
///
/// [#launch] returns at once; [#started] and [#exited] complete on the child's own virtual
/// thread, the only one that changes its state: continue with `…Async` when what follows is long.
/// Any thread may call everything else.
///
/// The process is noted in `run/children/` while it lives ([ChildRegistry]), its output is
/// drained whatever happens, and at its end what it left of its tree is killed.
public final class Child {

    private static final System.Logger LOG = System.getLogger(Child.class.getName());
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final ChildSpec spec;
    private final String apiKey;
    private final LogMask secrets;
    private final LogFile file;
    private final ChildLog log;
    private final ChildRegistry registry;
    private final long launchedAt = System.nanoTime();
    private final Instant startedAt = Instant.now();
    private final BlockingQueue<Signal> mailbox = new LinkedBlockingQueue<>();
    private final Semaphore mayBeReady = new Semaphore(0);
    private final CompletableFuture<StartOutcome> started = new CompletableFuture<>();
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private volatile ChildState state;
    private volatile @Nullable Launch launch;
    private volatile @Nullable Exit exit;
    private volatile @Nullable Throwable defect;
    private final Listeners<StartNews> startNews =
            new Listeners<>("start-news", new Listeners.Room(64, 64), news -> 1, null);
    private volatile @Nullable LoadProgress progress;
    private volatile @Nullable StartNews notice;

    private Child(ChildSpec spec) {
        this.spec = spec;
        this.apiKey = Launch.key(spec.key());
        this.secrets = new LogMask(List.of(apiKey));
        this.registry = new ChildRegistry(spec.runFolder());
        this.file = LogFile.open(spec.logFile());
        this.log =
                new ChildLog(
                        spec.model(),
                        secrets,
                        new Ear(),
                        file,
                        InstantSource.system(),
                        System::nanoTime);
        this.state = new ChildState.Starting(1, spec.limits().start(), spec.limits().notice());
    }

    /// Starts `spec` and returns at once; what becomes of it is told by [#started].
    ///
    /// A binary that is missing or not executable fails there without a process. A port that
    /// another program took between our look and the engine's is replaced by another one, at most
    /// 3 starts in all; a fixed port is not replaced.
    public static Child launch(ChildSpec spec) {
        Child child = new Child(spec);
        Thread.ofVirtual().name("child-" + spec.model()).start(child::run);
        return child;
    }

    /// Completes when the child answers requests, or when it is sure that it will not; never
    /// exceptionally.
    public CompletableFuture<StartOutcome> started() {
        return started.copy();
    }

    /// Completes when the process has ended and its last lines are read; never exceptionally.
    public CompletableFuture<Exit> exited() {
        return exited.copy();
    }

    /// Asks it to leave: SIGTERM now, again at half of `grace`, SIGKILL for its tree at the end.
    /// Close our requests to it first: an open stream holds llama-server up. A second call can
    /// only shorten the grace.
    ///
    /// @return [#exited]
    public CompletableFuture<Exit> stop(Duration grace) {
        mailbox.add(new Signal.Stop(grace));
        return exited();
    }

    /// [#stop] with the grace of its limits.
    public CompletableFuture<Exit> stop() {
        return stop(spec.limits().stopGrace());
    }

    /// One SIGTERM and nothing by itself after it: for a caller with a budget of its own. A
    /// second call sends the second.
    public CompletableFuture<Exit> terminate() {
        mailbox.add(new Signal.Terminate());
        return exited();
    }

    /// SIGKILL for its whole tree, at once.
    public CompletableFuture<Exit> kill() {
        mailbox.add(new Signal.Kill());
        return exited();
    }

    /// What it does now: to look at, not to decide by.
    public ChildState state() {
        return state;
    }

    public String model() {
        return spec.model();
    }

    /// Its pid; empty before the process exists. It changes when a start is repeated on another
    /// port.
    public OptionalLong pid() {
        Launch current = launch;
        return current == null ? OptionalLong.empty() : OptionalLong.of(current.process().pid());
    }

    /// Its port; 0 before the process exists.
    public int port() {
        Launch current = launch;
        return current == null ? 0 : current.port();
    }

    /// Where it listens.
    public ListenHost host() {
        return spec.host();
    }

    /// The key that it demands as `Authorization: Bearer …`; empty when it demands none. Never log
    /// it.
    public String apiKey() {
        return apiKey;
    }

    /// Its arguments for people to read: secrets are masked.
    public List<String> args() {
        Launch current = launch;
        return current == null ? List.of() : secrets.maskArgs(current.args());
    }

    /// When it was launched.
    public Instant startedAt() {
        return startedAt;
    }

    /// The texts of [#lines].
    public List<String> lastLines(int n) {
        return log.lastTexts(n);
    }

    /// Its last log lines (at most 200), oldest first, secrets masked.
    public List<LogLine> lines(int n) {
        return log.last(n);
    }

    /// Tells `listener` each line from now until the end, in order, on a virtual thread of its own.
    /// It may take its time: what does not fit its queue (16,384 lines, 8 MiB) is lost for it, and
    /// a line
    /// tells it how many.
    public Subscription onLine(Consumer<LogLine> listener) {
        return log.onLine(listener);
    }

    /// How many lines the log lost: too many in a second, or a log file that could not take them.
    public long droppedLines() {
        return log.lost() + file.lost();
    }

    /// How far it has come with loading; empty when it does not start now, and for engines that
    /// do not tell.
    public Optional<LoadProgress> progress() {
        return state instanceof ChildState.Starting
                ? Optional.ofNullable(progress)
                : Optional.empty();
    }

    /// Tells `listener` what there is to tell until it is ready, what was told already first, on a
    /// virtual thread of its own.
    public Subscription onStartNews(Consumer<StartNews> listener) {
        return startNews.add(
                listener,
                Stream.concat(
                                Stream.ofNullable(notice),
                                progress().map(StartNews.Progress::new).stream())
                        .toList());
    }

    /// Resident memory in bytes; empty where the system does not tell (only Linux does here) or
    /// when it has ended.
    public OptionalLong rss() {
        Launch current = launch;
        return current == null || !current.process().isAlive()
                ? OptionalLong.empty()
                : ProcessReading.ofThisMachine().read(current.process().pid()).rss();
    }

    /// The loop: the only writer of the state.
    private void run() {
        try {
            perform(Action.LAUNCH);
            while (!(state instanceof ChildState.Ended)) {
                Duration wait = untilDeadline();
                Signal arrived = mailbox.poll(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
                Throwable broken = defect;
                if (broken != null)
                    throw new IllegalStateException("it was not waited for", broken);
                advance(arrived == null ? new Signal.Tick() : arrived);
            }
        } catch (InterruptedException | RuntimeException | Error broken) {
            abandon(broken);
        } finally {
            log.close();
            file.close();
            startNews.close();
        }
    }

    private void advance(Signal signal) throws InterruptedException {
        Step step = Lifecycle.next(state, signal, sinceLaunch(), spec.limits());
        LOG.log(
                Level.DEBUG,
                "child model={0} signal={1} state={2} actions={3}",
                spec.model(),
                signal,
                step.state(),
                step.actions());
        state = step.state();
        for (Action action : step.actions()) perform(action);
    }

    private void perform(Action action) throws InterruptedException {
        Launch current = launch;
        switch (action) {
            case LAUNCH -> launchProcess();
            case TERMINATE -> {
                if (current != null) current.ending().ask(untilDeadline());
            }
            case KILL -> killTree();
            case NOTICE -> tellStillStarting();
            case ANSWER_READY -> answer(new Ready(pid().orElse(0), port(), sinceLaunch()));
            case ANSWER_FAILED -> answer(new StartFailed(diagnosis()));
            case ANSWER_TIMEOUT ->
                    answer(
                            new StartFailed(
                                    StartDiagnosis.timeout(
                                            spec.model(),
                                            pid().orElse(0),
                                            spec.limits(),
                                            log.lastTexts(ChildLog.KEPT))));
            case ANSWER_EXITED -> exited.complete(theExit());
        }
    }

    private void killTree() throws InterruptedException {
        Launch current = launch;
        if (current != null) current.ending().force();
    }

    private void answer(StartOutcome outcome) {
        started.complete(outcome);
    }

    private void launchProcess() {
        if (!Files.isRegularFile(spec.binary())) {
            neverRan(
                    Cause.BINARY_NOT_FOUND,
                    "there is no file " + spec.binary(),
                    "Check the path of the engine.");
            return;
        }
        if (!Files.isExecutable(spec.binary())) {
            neverRan(
                    Cause.NOT_EXECUTABLE,
                    spec.binary() + " is not executable",
                    "Run `chmod +x` on it, or use another engine.");
            return;
        }
        try {
            begin(Launch.of(spec, apiKey));
        } catch (BindException e) {
            noAddress(e);
        } catch (IOException e) {
            neverRan(
                    StartDiagnosis.notLaunched(
                            spec.model(), spec.binary(), String.valueOf(e.getMessage())));
        }
    }

    private void begin(Launch begun) {
        launch = begun;
        int attempt = state instanceof ChildState.Starting s ? s.attempt() : 1;
        Process process = begun.process();
        note(begun);
        progress = null;
        Thread out =
                log.pump(
                        process.getInputStream(),
                        EngineLine.Stream.STDOUT,
                        "child-out-" + process.pid());
        Thread err =
                log.pump(
                        process.getErrorStream(),
                        EngineLine.Stream.STDERR,
                        "child-err-" + process.pid());
        Thread.ofVirtual()
                .name("child-end-" + process.pid())
                .start(() -> awaitEnd(begun, out, err));
        Thread.ofVirtual().name("child-probe-" + process.pid()).start(() -> probe(begun, attempt));
    }

    private void note(Launch begun) {
        try {
            registry.add(
                    ChildRegistry.Entry.of(
                            begun.process().toHandle(),
                            spec.model(),
                            begun.port(),
                            spec.binary(),
                            begun.mark()));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "child is not noted for the next gateway model={0} pid={1} why={2}",
                    spec.model(),
                    begun.process().pid(),
                    e);
        }
    }

    private void forget(long pid) {
        try {
            registry.remove(pid);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "note of an ended child stays pid={0} why={1}", pid, e);
        }
    }

    /// Waits for the end of the process, then a moment for its last words: a grandchild may hold
    /// the pipes open for ever.
    private void awaitEnd(Launch begun, Thread out, Thread err) {
        try {
            int code = begun.process().waitFor();
            begun.ending().clear();
            Duration lived = sinceLaunch();
            Duration half = LAST_WORDS.dividedBy(2);
            boolean outRead = out.join(half);
            boolean errRead = err.join(half);
            boolean whole = outRead && errRead;
            LOG.log(
                    Level.DEBUG,
                    "child ended model={0} code={1} logComplete={2}",
                    spec.model(),
                    code,
                    whole);
            boolean asked = state instanceof ChildState.Stopping;
            Exit ended = new Exit(code, asked, Instant.now(), lived, log.lastTexts(ChildLog.KEPT));
            exit = ended;
            forget(begun.process().pid());
            boolean anotherPort =
                    state instanceof ChildState.Starting
                            && spec.port() instanceof PortChoice.Any
                            && StartDiagnosis.of(spec.model(), ended).cause() == Cause.PORT_IN_USE;
            mailbox.add(new Signal.Exited(anotherPort));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error broken) {
            defect = broken; // nobody would ever tell its end
            mailbox.add(new Signal.Tick());
        }
    }

    private void probe(Launch begun, int attempt) {
        try {
            while (begun.process().isAlive() && state instanceof ChildState.Starting) {
                boolean told =
                        mayBeReady.tryAcquire(
                                spec.limits().poll().pause(sinceLaunch()).toMillis(),
                                TimeUnit.MILLISECONDS);
                if (told) mayBeReady.drainPermits();
                if (HealthProbe.isReady(spec.host(), begun.port(), spec.limits().probeTimeout())) {
                    if (begun.process().isAlive()) mailbox.add(new Signal.Healthy(attempt));
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /// What its output says about its start.
    private final class Ear implements ChildLog.Heard {
        @Override
        public void line(String text) {
            if (text.contains("listening on") && state instanceof ChildState.Starting)
                mayBeReady.release();
        }

        @Override
        public void progress(LoadProgress told) {
            if (!(state instanceof ChildState.Starting)) return;
            progress = told;
            startNews.tell(new StartNews.Progress(told));
        }
    }

    private void tellStillStarting() {
        Duration after = spec.limits().notice();
        Optional<String> last = log.lastTexts(1).stream().findFirst();
        LOG.log(
                Level.WARNING,
                "still starting after {0} s model={1} pid={2} progress={3} last line: {4}",
                after.toMillis() / 1000.0,
                spec.model(),
                Long.toString(pid().orElse(0)),
                progress().map(Object::toString).orElse("unknown"),
                last.orElse("none"));
        StartNews told = new StartNews.StillStarting(after, last);
        notice = told;
        startNews.tell(told);
    }

    private Exit theExit() {
        Exit known = exit;
        return known != null
                ? known
                : new Exit(
                        Exit.NEVER_RAN,
                        false,
                        Instant.now(),
                        sinceLaunch(),
                        log.lastTexts(ChildLog.KEPT));
    }

    private StartFailure diagnosis() {
        Exit ended = theExit();
        if (ended.asked()) return StartDiagnosis.stopped(spec.model(), ended);
        StartFailure found = StartDiagnosis.of(spec.model(), ended);
        return found.cause() == Cause.PORT_IN_USE
                        && spec.port() instanceof PortChoice.Fixed(int port)
                ? PortTaken.failure(spec, port, ended, spec.host().owner(port))
                : found;
    }

    /// Our own look before the launch could not bind the address.
    private void noAddress(BindException why) {
        if (spec.port() instanceof PortChoice.Fixed(int port) && PortTaken.isTaken(why)) {
            neverRan(PortTaken.failure(spec, port, theExit(), spec.host().owner(port)));
            return;
        }
        neverRan(
                Cause.NOT_LAUNCHED,
                "it cannot listen on " + spec.host().name() + ": " + why.getMessage(),
                "Name an address of this machine as host, such as 127.0.0.1, and a port above 1023.");
    }

    private void neverRan(Cause cause, String what, String next) {
        Exit none = theExit();
        neverRan(
                new StartFailure(
                        cause,
                        spec.model() + " did not start: " + what,
                        next,
                        none.code(),
                        none.lastLines()));
    }

    private void neverRan(StartFailure failure) {
        answer(new StartFailed(failure));
        mailbox.add(new Signal.Exited(false));
    }

    /// Our own failure must not leave a process or a waiter behind.
    private void abandon(Throwable broken) {
        LOG.log(Level.ERROR, "child is given up model=" + spec.model(), broken);
        boolean interrupted = broken instanceof InterruptedException;
        try {
            killTree();
        } catch (InterruptedException stop) {
            interrupted = true;
        }
        Exit ended = theExit();
        answer(
                new StartFailed(
                        new StartFailure(
                                Cause.NOT_LAUNCHED,
                                spec.model() + " did not start: " + broken,
                                "This is a defect of Recua: please report it.",
                                ended.code(),
                                ended.lastLines())));
        state = new ChildState.Ended();
        exited.complete(ended);
        if (interrupted) Thread.currentThread().interrupt();
    }

    private Duration untilDeadline() {
        return Lifecycle.deadline(state).minus(sinceLaunch());
    }

    private Duration sinceLaunch() {
        return Duration.ofNanos(System.nanoTime() - launchedAt);
    }
}
