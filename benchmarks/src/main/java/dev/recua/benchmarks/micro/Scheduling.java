package dev.recua.benchmarks.micro;

import dev.recua.gateway.scheduling.CountPolicy;
import dev.recua.gateway.scheduling.Effect;
import dev.recua.gateway.scheduling.Event;
import dev.recua.gateway.scheduling.QueueLimits;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.gateway.scheduling.Scheduler;
import dev.recua.gateway.scheduling.Step;
import dev.recua.gateway.scheduling.Terms;
import dev.recua.gateway.scheduling.Ticket;
import dev.recua.gateway.scheduling.Use;
import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Steps of the scheduler per second, on one thread as in the gateway. One operation is one event
/// with its decision.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Scheduling {
    private static final Instant NOW = Instant.EPOCH;
    private static final Instant LATER = NOW.plusSeconds(600);
    private static final Terms TERMS = new Terms("file", 4, Duration.between(NOW, LATER));
    private static final ModelId ONE = new ModelId("one");
    private static final ModelId OTHER = new ModelId("other");

    private final Scheduler scheduler =
            new Scheduler(new CountPolicy(1), new QueueLimits(129, Duration.between(NOW, LATER)));
    private final Schedule loaded = loaded(ONE);
    private final Schedule crowded = crowded();

    /// The usual request: its model is loaded, nobody waits. Asked, granted, released.
    @Benchmark
    @OperationsPerInvocation(2)
    public Schedule askAndFinish() {
        Step granted = step(loaded, new Event.Admit(ticket(2, ONE)));
        return step(granted.schedule(), new Event.Release(ONE, generation(granted), Use.WORK))
                .schedule();
    }

    /// A whole swap: asked for the other model, the first is stopped and gone, the other started
    /// and ready, the request granted and released.
    @Benchmark
    @OperationsPerInvocation(4)
    public Schedule swap() {
        Step stopped = step(loaded, new Event.Admit(ticket(2, OTHER)));
        Step started = step(stopped.schedule(), new Event.Gone(ONE, generation(stopped)));
        Step ready = step(started.schedule(), new Event.Ready(OTHER, generation(started)));
        return step(ready.schedule(), new Event.Release(OTHER, generation(ready), Use.WORK))
                .schedule();
    }

    /// One more comes and leaves again while 128 wait for a model that loads.
    @Benchmark
    @OperationsPerInvocation(2)
    public Schedule joinAndLeaveAQueueOf128() {
        Step waiting = step(crowded, new Event.Admit(ticket(129, ONE)));
        return step(waiting.schedule(), new Event.Cancel(129)).schedule();
    }

    private Step step(Schedule schedule, Event event) {
        return scheduler.next(schedule, event, NOW);
    }

    private Schedule loaded(ModelId model) {
        Step started = step(Schedule.EMPTY, new Event.Admit(ticket(1, model)));
        long generation = generation(started);
        Step ready = step(started.schedule(), new Event.Ready(model, generation));
        return step(ready.schedule(), new Event.Release(model, generation, Use.WORK)).schedule();
    }

    private Schedule crowded() {
        Schedule schedule = Schedule.EMPTY;
        for (int number = 1; number <= 128; number++) {
            schedule = step(schedule, new Event.Admit(ticket(number, ONE))).schedule();
        }
        return schedule;
    }

    private static Ticket ticket(long number, ModelId model) {
        return new Ticket(number, model, TERMS, "engine", Use.WORK, true, NOW, LATER, false);
    }

    /// Of the last effect; fails when the step decided nothing, since then it measures nothing.
    private static long generation(Step step) {
        List<Effect> effects = step.effects();
        return switch (effects.getLast()) {
            case Effect.Start start -> start.generation();
            case Effect.Stop stop -> stop.generation();
            case Effect.Grant grant -> grant.generation();
            case Effect.Evict evict -> evict.generation();
            case Effect.Kill kill -> kill.generation();
            case Effect.Recover recover -> recover.nextGeneration();
            case Effect.Replace replace -> replace.nextGeneration();
            case Effect.Hasten hasten -> hasten.generation();
            case Effect.Forget forget -> throw new IllegalStateException("forgotten: " + forget);
            case Effect.Revoke revoke -> throw new IllegalStateException("revoked: " + revoke);
            case Effect.Refuse refuse -> throw new IllegalStateException("refused: " + refuse);
        };
    }
}
