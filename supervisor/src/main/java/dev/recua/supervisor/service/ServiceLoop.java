package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.child.StartOutcome;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerException;
import dev.recua.supervisor.service.ServiceMachine.Moment;
import dev.recua.supervisor.service.ServiceMachine.Step;
import dev.recua.supervisor.service.ServiceSignal.CameUp;
import dev.recua.supervisor.service.ServiceSignal.Discovered;
import dev.recua.supervisor.service.ServiceSignal.Ended;
import dev.recua.supervisor.service.ServiceSignal.Hung;
import dev.recua.supervisor.service.ServiceSignal.Looked;
import dev.recua.supervisor.service.ServiceSignal.Made;
import dev.recua.supervisor.service.ServiceSignal.NotUp;
import dev.recua.supervisor.service.ServiceSignal.Start;
import dev.recua.supervisor.watch.Verdict;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The one writer of a service: reads signals one after the other, asks [ServiceMachine] what to
/// do, and does it. Anything that takes time happens elsewhere and comes back as a signal.
///
/// Fields without `volatile` are the reader's alone.
final class ServiceLoop {
    private static final System.Logger LOG = System.getLogger(LlamaService.class.getName());
    private static final System.Logger STATES = System.getLogger(LlamaService.STATES);

    private static final int LINES = 200;

    private final ServiceMachine machine;
    private final ServiceParts parts;
    private final Waiters waiters;
    private final Mailbox mailbox;
    private final Listeners<LlamaServiceState> stateListeners = new Listeners<>();
    private final Listeners<ServiceChange> changeListeners = new Listeners<>();
    private volatile Face face = new Face(new ServiceState.Initial(0), Optional.empty(), List.of());
    private @Nullable Making making;
    private Watcher.@Nullable Watch watch;
    private ServiceClock.@Nullable Alarm alarm;
    private Optional<Duration> alarmAt = Optional.empty();

    ServiceLoop(ServiceMachine machine, ServiceParts parts, Waiters waiters) {
        this.machine = machine;
        this.parts = parts;
        this.waiters = waiters;
        this.mailbox = new Mailbox(parts.threads(), this::read);
    }

    void post(ServiceSignal signal) {
        mailbox.post(signal);
    }

    /// What it means that somebody found this server hanging. From any thread.
    Hung hung(long generation, String why) {
        return new Hung(
                generation, why, face.running().map(s -> s.lastLines(LINES)).orElse(List.of()));
    }

    /// Whether the caller runs on the service's own thread, as a listener does.
    boolean isOwnThread() {
        return mailbox.isReader();
    }

    Face face() {
        return face;
    }

    LlamaServiceState state() {
        return stateOf(face);
    }

    Listeners<LlamaServiceState> stateListeners() {
        return stateListeners;
    }

    Listeners<ServiceChange> changeListeners() {
        return changeListeners;
    }

    private LlamaServiceState stateOf(Face shown) {
        return shown.at(parts.clock().now(), machine.policy().restart().max());
    }

    private void read(ServiceSignal posted) {
        if (posted instanceof ServiceSignal.Tick) alarmAt = Optional.empty();
        Deque<ServiceSignal> todo = new ArrayDeque<>();
        todo.add(posted);
        while (!todo.isEmpty()) {
            Step step = advance(todo.remove());
            for (int i = step.then().size() - 1; i >= 0; i--) todo.addFirst(step.then().get(i));
        }
        setAlarm();
    }

    /// A start whose caller was answered meanwhile asks for nothing any more. A server that nobody
    /// wants any more was not launched; it is told that it never will be.
    private Step advance(ServiceSignal signal) {
        ServiceState before = face.state();
        if (signal instanceof Start start && !waiters.isOpen(start.ticket()))
            return Step.to(before);
        Moment now = new Moment(parts.clock().now(), parts.luck().getAsDouble());
        Step step = machine.next(before, signal, now);
        LOG.log(
                Level.DEBUG,
                () ->
                        "[LlamaService] step service="
                                + machine.name()
                                + " signal="
                                + signal
                                + " state="
                                + step.state());
        become(step);
        for (ServiceAction action : step.actions()) perform(action);
        if (signal instanceof Made made && launched(step).isEmpty()) discard(made.server());
        return step;
    }

    private static void discard(Server unwanted) {
        var unused = unwanted.kill();
    }

    private void become(Step step) {
        Face before = face;
        Optional<Server> running =
                mayRun(step.state()) ? launched(step).or(before::running) : Optional.empty();
        List<LlamaModel> models = taken(step).orElse(before.models());
        face = new Face(step.state(), running, models);
        if (!(step.state() instanceof ServiceState.Ready)) endWatch();
        if (face.isNewsAfter(before)) stateListeners.tell(stateOf(face));
    }

    private static Optional<Server> launched(Step step) {
        for (ServiceAction action : step.actions()) {
            if (action instanceof ServiceAction.Launch launch) return Optional.of(launch.server());
        }
        return Optional.empty();
    }

    private static Optional<List<LlamaModel>> taken(Step step) {
        for (ServiceAction action : step.actions()) {
            if (action instanceof ServiceAction.Take take) return take.models();
        }
        return Optional.empty();
    }

    private static boolean mayRun(ServiceState state) {
        return switch (state) {
            case ServiceState.Initial s -> false;
            case ServiceState.Starting s -> s.phase() != ServiceState.Phase.MAKING;
            case ServiceState.Ready s -> true;
            case ServiceState.Crashed s -> !s.gone();
            case ServiceState.Failed s -> !s.gone();
            case ServiceState.Stopping s -> true;
        };
    }

    private void perform(ServiceAction action) {
        switch (action) {
            case ServiceAction.Make(long g) -> make(g);
            case ServiceAction.Abandon a -> abandon();
            case ServiceAction.Launch(long g, Server server) -> launch(g, server);
            case ServiceAction.Welcome(long g) -> face.running().ifPresent(s -> welcome(g, s));
            case ServiceAction.Look(long g) -> look(g);
            case ServiceAction.Take t -> logReady();
            case ServiceAction.End(long g, ServiceSignal.Ending how) ->
                    face.running().ifPresent(server -> end(server, how));
            case ServiceAction.Tell(ServiceChange change) -> tell(change);
            case ServiceAction.Fulfil(List<Long> tickets) -> waiters.fulfil(tickets);
            case ServiceAction.Disappoint(List<Long> tickets, StartFailure failure) ->
                    waiters.disappoint(tickets, ServerException.of(failure));
        }
    }

    private void make(long generation) {
        Making begun = new Making(machine.name(), generation, parts.servers(), this::post);
        making = begun;
        parts.background().execute(begun);
    }

    private void abandon() {
        Making unwanted = making;
        if (unwanted != null) unwanted.abandon();
    }

    private void launch(long g, Server server) {
        CompletableFuture<StartOutcome> started;
        try {
            started = server.launch();
        } catch (RuntimeException refused) {
            post(new NotUp(g, notLaunched(refused), Optional.of(never())));
            return;
        }
        changeListeners.tell(new ServiceChange.Starting(g, server));
        CompletableFuture<Exit> exited = server.exited();
        var unusedStart = started.thenAccept(outcome -> cameOf(g, outcome, exited));
        var unusedExit =
                exited.thenAccept(
                        exit -> {
                            if (!started.isDone()) post(new Ended(g, Optional.of(exit)));
                        });
    }

    /// A failure with an exit code has ended already: it is told together with its exit.
    private void cameOf(long g, StartOutcome outcome, CompletableFuture<Exit> exited) {
        switch (outcome) {
            case StartOutcome.Ready ready -> {
                post(new CameUp(g));
                var unused = exited.thenAccept(exit -> post(new Ended(g, Optional.of(exit))));
            }
            case StartOutcome.StartFailed(StartFailure failure) -> {
                boolean ended = failure.exitCode() != Exit.NEVER_RAN;
                if (!ended) post(new NotUp(g, failure, Optional.empty()));
                var unused =
                        exited.thenAccept(
                                exit -> {
                                    if (ended) post(new NotUp(g, failure, Optional.of(exit)));
                                    post(new Ended(g, Optional.of(exit)));
                                });
            }
        }
    }

    private void welcome(long g, Server server) {
        beginWatch(server);
        changeListeners.tell(new ServiceChange.Ready(g, server));
        parts.background().execute(() -> post(new Discovered(g, discover(server))));
    }

    private Optional<List<LlamaModel>> discover(Server server) {
        try {
            return parts.discovery().ask(server);
        } catch (InterruptedException stop) {
            return Optional.empty();
        } catch (RuntimeException | Error broken) {
            LOG.log(Level.WARNING, "[LlamaService] models are not known" + which(), broken);
            return Optional.empty();
        }
    }

    private void beginWatch(Server server) {
        if (machine.policy().liveness().every().isZero()) return;
        try {
            watch = parts.watcher().begin(server);
        } catch (RuntimeException cannot) {
            LOG.log(Level.WARNING, "[LlamaService] it is not watched" + which(), cannot);
        }
    }

    private void endWatch() {
        Watcher.Watch over = watch;
        watch = null;
        if (over != null) over.close();
    }

    private void look(long g) {
        Watcher.Watch current = watch;
        if (current == null) post(new Looked(g, machine.policy().liveness().every()));
        else parts.background().execute(() -> post(look(g, current)));
    }

    private ServiceSignal look(long g, Watcher.Watch current) {
        try {
            Watcher.Sight sight = current.look();
            return switch (sight.verdict()) {
                case Verdict.Fine fine -> new Looked(g, sight.pause());
                case Verdict.Suspect(String why) -> {
                    LOG.log(Level.WARNING, "[LlamaService] suspect: " + why + which());
                    yield new Looked(g, sight.pause());
                }
                case Verdict.Hung(String why) -> hung(g, why);
            };
        } catch (InterruptedException stop) {
            return new Looked(g, machine.policy().liveness().every());
        } catch (RuntimeException | Error broken) {
            LOG.log(Level.WARNING, "[LlamaService] a look failed" + which(), broken);
            return new Looked(g, machine.policy().liveness().every());
        }
    }

    private void end(Server server, ServiceSignal.Ending how) {
        var unused =
                switch (how) {
                    case STOP -> server.stop(machine.policy().stopGrace());
                    case TERMINATE -> server.terminate();
                    case KILL -> server.kill();
                };
    }

    private void tell(ServiceChange change) {
        log(change);
        changeListeners.tell(change);
    }

    private void log(ServiceChange change) {
        switch (change) {
            case ServiceChange.Crashed c ->
                    STATES.log(
                            Level.WARNING,
                            "[LlamaService] crashed: %s%s retry=%d in=%dms"
                                    .formatted(
                                            c.cause(),
                                            which(),
                                            c.retry(),
                                            c.restartIn().toMillis()));
            case ServiceChange.Failed f ->
                    STATES.log(
                            Level.ERROR,
                            "[LlamaService] given up: %s. %s%s"
                                    .formatted(
                                            f.failure().message().replaceFirst("\\.$", ""),
                                            f.failure().next(),
                                            which()));
            case ServiceChange.Stopped s ->
                    STATES.log(Level.DEBUG, "[LlamaService] stopped" + which());
            case ServiceChange.Starting s -> {}
            case ServiceChange.Ready s -> {}
            case ServiceChange.Stopping s -> {}
        }
    }

    private void logReady() {
        STATES.log(
                Level.DEBUG,
                "[LlamaService] ✅ [LLAMA] Service ready with %d models%s"
                        .formatted(face.models().size(), which()));
    }

    private String which() {
        return " service=" + machine.name();
    }

    private StartFailure notLaunched(RuntimeException refused) {
        return new StartFailure(
                Cause.NOT_LAUNCHED,
                machine.name() + " did not start: " + refused.getMessage(),
                "A server can be launched once: make a new one for each start.",
                Exit.NEVER_RAN,
                List.of());
    }

    private static Exit never() {
        return new Exit(Exit.NEVER_RAN, false, Instant.now(), Duration.ZERO, List.of());
    }

    /// One alarm for the next time that changes something.
    private void setAlarm() {
        Optional<Duration> due = machine.deadline(face.state());
        if (due.equals(alarmAt)) return;
        ServiceClock.Alarm old = alarm;
        if (old != null) old.cancel();
        alarmAt = due;
        alarm =
                due.map(at -> at.minus(parts.clock().now()))
                        .map(wait -> parts.clock().in(wait, this::ring))
                        .orElse(null);
    }

    private void ring() {
        post(new ServiceSignal.Tick());
    }
}
