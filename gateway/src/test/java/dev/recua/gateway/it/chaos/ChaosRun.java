package dev.recua.gateway.it.chaos;

import static org.awaitility.Awaitility.await;

import dev.recua.testkit.FakeLlamaServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A run of many faults against one gateway with one model:
///
/// 1. it is made warm, everything is unloaded, and the gateway at rest is looked at;
/// 2. clients begin to ask, and somebody listens to its events;
/// 3. one fault after the other: inflicted, then waited for a good answer;
/// 4. the clients leave, everything is unloaded again, and the gateway at rest is looked at again.
public final class ChaosRun {
    private static final int CLIENTS = 4;
    private static final int WARM_UP_CALLS = 30;
    private static final int SHOWN = 20;
    private static final Duration REST_LIMIT = Duration.ofSeconds(30);

    /// `restart.max` of the run's configuration.
    private static final int MAX_RESTARTS = 5;

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Patient patient;
    private final Gate gate;
    private final Optional<FakeLlamaServer> fake;
    private final ChaosPlan plan;
    private final Map<String, List<Double>> recoveries = new TreeMap<>();
    private final AtomicInteger most = new AtomicInteger();
    private final List<String> usedUp = new ArrayList<>();

    private ChaosRun(Patient patient, Gate gate, Optional<FakeLlamaServer> fake, ChaosPlan plan) {
        this.patient = patient;
        this.gate = gate;
        this.fake = fake;
        this.plan = plan;
    }

    /// What the gateway is to start in place of `engine`, so that its starts can be spoiled.
    ///
    /// @param folder for the script and its notes
    public static Path gateBefore(Path engine, Path folder) throws IOException {
        return Gate.before(engine, folder).binary();
    }

    /// Does it all.
    ///
    /// @param gateFolder that of [#gateBefore]
    /// @param fake       the engine behind the gate, when it is a fake one
    /// @throws org.awaitility.core.ConditionTimeoutException when something that must happen does
    ///     not
    public static ChaosResult of(
            Patient patient, Path gateFolder, Optional<FakeLlamaServer> fake, ChaosPlan plan)
            throws IOException, InterruptedException {
        return new ChaosRun(patient, Gate.in(gateFolder), fake, plan).run();
    }

    private ChaosResult run() throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            Ask.chat(patient.port(), patient.model(), i % 2 == 0, "warm up");
            // A pool starts a thread for each of the first 20.
            Ask.get(patient.port(), "/api/models");
        }
        try (Told told = Told.by(patient.url(), patient.model())) {
            awaitRest(told);
        }
        Held.by(patient.process(), patient.home(), patient.javaHome()); // opens what stays open
        Held before = Held.by(patient.process(), patient.home(), patient.javaHome());
        int startsBefore = gate.starts().size();
        long began = System.nanoTime();
        List<StateTable.Seen> seen;
        List<Crowd.Asked> asked;
        var broken = new ArrayList<String>();
        try (Told told = Told.by(patient.url(), patient.model())) {
            asked = underFire(told, broken);
            awaitRest(told);
            seen = told.seen();
            if (told.snapshots() > 1) broken.add("events were lost: " + told.snapshots());
            told.ended().ifPresent(why -> broken.add("/api/events ended: " + why));
        }
        double took = (System.nanoTime() - began) / 1e9;
        Held after = atRestAgain(before);
        int starts = gate.starts().size() - startsBefore;
        broken.addAll(StateTable.violations(seen, MAX_RESTARTS));
        broken.addAll(tooManyStarts(starts, seen));
        if (most.get() > 1) broken.add(most.get() + " engines lived at the same time");
        var fates = new TreeMap<String, Integer>();
        var losses = new ArrayList<String>();
        for (Crowd.Asked one : asked) count(one, one.fate(seen), fates, losses);
        return new ChaosResult(
                plan,
                took,
                recoveries,
                fates,
                losses,
                broken,
                usedUp,
                starts,
                entered(seen),
                before,
                after,
                most.get());
    }

    private List<Crowd.Asked> underFire(Told told, List<String> broken)
            throws IOException, InterruptedException {
        var crowd = new Crowd(patient.port(), patient.model(), CLIENTS);
        try (crowd;
                var watch = Executors.newSingleThreadScheduledExecutor()) {
            watch.scheduleWithFixedDelay(
                    () -> most.accumulateAndGet(patient.engines().size(), Math::max),
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            var hand = new Hand(patient, gate, fake, crowd, told);
            try {
                for (ChaosPlan.Planned planned : plan.faults())
                    one(planned, hand, crowd, told, broken);
            } finally {
                gate.release();
                watch.shutdownNow();
            }
        }
        return crowd.asked();
    }

    /// One fault, and how long it takes until an answer is good again.
    private void one(
            ChaosPlan.Planned planned, Hand hand, Crowd crowd, Told told, List<String> broken)
            throws IOException, InterruptedException {
        restUnlessCheap(planned, told);
        rest(planned.pause());
        long began = System.nanoTime();
        try {
            hand.inflict(planned);
            recover(planned, crowd, told, broken);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "%s of seed %d; states %s; the gateway said:%n%s"
                            .formatted(
                                    planned, plan.seed(), last(told.seen()), patient.lastWords()),
                    e);
        }
        recoveries
                .computeIfAbsent(planned.fault().words(), _ -> new ArrayList<>())
                .add((System.nanoTime() - began) / 1e6);
    }

    /// Restarts are counted until the service was well for a while; a run that would have it given
    /// up by mere speed waits for that.
    private static void restUnlessCheap(ChaosPlan.Planned planned, Told told) {
        if (told.retries() + Hand.cost(planned) <= MAX_RESTARTS) return;
        await("the restarts are forgotten").atMost(REST_LIMIT).until(() -> told.retries() == 0);
    }

    /// Waits for a good answer. A service that was given up although the fault does not ask for it
    /// is started by hand so that the run goes on. That is told apart when its restarts were used
    /// up, as on a machine too busy for looks of 300 ms, and is a broken rule otherwise.
    private void recover(ChaosPlan.Planned planned, Crowd crowd, Told told, List<String> broken) {
        for (int attempt = 1; attempt <= 5; attempt++) {
            Crowd.Asked asked = crowd.one(attempt % 2 == 0, "are you well again?");
            if (asked.fate(told.seen()) instanceof Fate.Answered) return;
            if (told.state().equals("error")) {
                String how =
                        "given up after %s: %s%n%s"
                                .formatted(planned, last(told.seen()), patient.lastWords());
                if (told.retries() < MAX_RESTARTS) broken.add(how);
                else usedUp.add(how);
                patient.load();
            }
        }
        throw new AssertionError("no good answer after " + planned);
    }

    private void awaitRest(Told told) {
        patient.unload();
        await("no engine").atMost(REST_LIMIT).until(() -> patient.engines().isEmpty());
        await("the state initial").atMost(REST_LIMIT).until(() -> told.state().equals("initial"));
    }

    /// The gateway at rest, when it holds no more than before, or at the end of our patience.
    private Held atRestAgain(Held before) throws IOException, InterruptedException {
        long until = System.nanoTime() + REST_LIMIT.toNanos();
        Held now = Held.by(patient.process(), patient.home(), patient.javaHome());
        while (!now.isLike(before) && System.nanoTime() < until) {
            rest(LOOK_EVERY);
            now = Held.by(patient.process(), patient.home(), patient.javaHome());
        }
        return now;
    }

    /// Each start belongs to a state `starting`; a stolen port costs one more.
    private List<String> tooManyStarts(int starts, List<StateTable.Seen> seen) {
        int called = StateTable.entered(seen, "starting");
        int thefts = recoveries.getOrDefault(Fault.PORT_THEFT.words(), List.of()).size();
        if (starts <= called + thefts) return List.of();
        return List.of(
                "%d starts, but only %d were called for, and %d ports stolen"
                        .formatted(starts, called, thefts));
    }

    private static void count(
            Crowd.Asked asked, Fate fate, Map<String, Integer> fates, List<String> losses) {
        String name =
                switch (fate) {
                    case Fate.Answered _ -> "answered";
                    case Fate.BrokenOff _ -> "broken off after it had begun";
                    case Fate.GivenUp it -> "refused, given up: " + it.code();
                    case Fate.DiedTwice it -> "refused, died twice: " + it.code();
                    case Fate.Lost _ -> "lost";
                };
        fates.merge(name, 1, Integer::sum);
        if (fate instanceof Fate.Lost it && losses.size() < SHOWN) {
            losses.add("%s to %s: %s".formatted(asked.from(), asked.to(), it.why()));
        }
    }

    /// Lets time pass: good time is part of the plan.
    private static void rest(Duration time) throws InterruptedException {
        var _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Map<String, Integer> entered(List<StateTable.Seen> seen) {
        var entered = new TreeMap<String, Integer>();
        seen.forEach(it -> entered.put(it.state(), StateTable.entered(seen, it.state())));
        return entered;
    }

    private static List<StateTable.Seen> last(List<StateTable.Seen> seen) {
        return seen.subList(Math.max(0, seen.size() - 12), seen.size());
    }
}
