package dev.recua.gateway.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random lives of a gateway, each from a printed seed: whatever happens in whatever order, these
/// hold.
class SchedulerPropertyTest {
    private static final List<ModelId> MODELS =
            List.of(new ModelId("a"), new ModelId("b"), new ModelId("c"), new ModelId("d"));

    @ParameterizedTest(name = "seed {0}, one model at a time")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void withOneModelAtATimeNothingIsLostAndNeverTwoAreResident(long seed) {
        new World(seed, 1).live(4_000);
    }

    @ParameterizedTest(name = "seed {0}, two models at a time")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void withTwoModelsAtATimeNothingIsLostAndNeverThreeAreResident(long seed) {
        new World(seed, 2).live(4_000);
    }

    /// Children and clients as the scheduler may meet them, and what must be true of its answers.
    private static final class World {
        private final Random random;
        private final int maxModels;
        private final Scheduler scheduler;
        private Schedule schedule = Schedule.EMPTY;
        private Instant now = Instant.EPOCH;
        private long lastNumber;

        private final Map<Long, Ticket> waiting = new HashMap<>();
        private final List<Effect.Grant> running = new ArrayList<>();
        private final Map<Long, ModelId> starting = new HashMap<>();
        private final Map<Long, ModelId> ready = new HashMap<>();
        private final Map<Long, ModelId> stopping = new HashMap<>();
        private final Map<Long, ModelId> stoppedEarly = new HashMap<>();
        private final Set<Long> answered = new HashSet<>();

        World(long seed, int maxModels) {
            this.random = new Random(seed);
            this.maxModels = maxModels;
            this.scheduler =
                    new Scheduler(
                            new CountPolicy(maxModels),
                            new QueueLimits(128, Duration.ofMinutes(10)));
        }

        void live(int steps) {
            for (int i = 0; i < steps; i++) somethingHappens();
            theWorldCalmsDown();
            assertThat(waiting).as("requests that nobody answered").isEmpty();
        }

        private void somethingHappens() {
            now = now.plusMillis(random.nextInt(2_000));
            switch (random.nextInt(11)) {
                case 0, 1, 2 -> ask(MODELS.get(random.nextInt(MODELS.size())));
                case 3, 4 -> finishOne();
                case 5 -> becomeReady();
                case 6 -> leave();
                case 7 -> failToStart();
                case 8 -> disappear(random.nextBoolean() ? stopping : ready);
                case 9 -> endEarly();
                default -> on(new Event.Tick());
            }
        }

        private void ask(ModelId model) {
            var ticket =
                    new Ticket(
                            ++lastNumber,
                            model,
                            new Terms("f", 4, Duration.ZERO),
                            "engine",
                            Use.WORK,
                            true,
                            now,
                            now.plusSeconds(600),
                            false);
            waiting.put(ticket.number(), ticket);
            on(new Event.Admit(ticket));
        }

        private void finishOne() {
            if (running.isEmpty()) return;
            var over = running.remove(random.nextInt(running.size()));
            on(new Event.Release(over.ticket().model(), over.generation(), Use.WORK));
        }

        private void becomeReady() {
            any(starting)
                    .ifPresent(
                            generation -> {
                                ModelId model = starting.remove(generation);
                                ready.put(generation, model);
                                on(new Event.Ready(model, generation));
                            });
        }

        private void failToStart() {
            any(starting)
                    .ifPresent(
                            generation -> {
                                ModelId model = starting.remove(generation);
                                on(new Event.StartFailed(model, generation, failure(), "engine"));
                            });
        }

        /// A child that was told to stop while it loaded: it ends, or becomes ready just before.
        private void endEarly() {
            any(stoppedEarly)
                    .ifPresent(
                            generation -> {
                                ModelId model = stoppedEarly.remove(generation);
                                if (random.nextBoolean()) {
                                    on(
                                            new Event.StartFailed(
                                                    model, generation, failure(), "engine"));
                                } else {
                                    stopping.put(generation, model);
                                    on(new Event.Ready(model, generation));
                                }
                            });
        }

        private void disappear(Map<Long, ModelId> whence) {
            any(whence)
                    .ifPresent(
                            generation -> {
                                ModelId model = whence.remove(generation);
                                running.removeIf(grant -> grant.generation() == generation);
                                on(new Event.Gone(model, generation));
                            });
        }

        private void leave() {
            any(waiting)
                    .ifPresent(
                            number -> {
                                waiting.remove(number);
                                on(new Event.Cancel(number));
                            });
        }

        private void theWorldCalmsDown() {
            for (int i = 0; i < 100_000 && !waiting.isEmpty(); i++) {
                if (!stopping.isEmpty()) disappear(stopping);
                else if (!stoppedEarly.isEmpty()) endEarly();
                else if (!starting.isEmpty()) becomeReady();
                else if (!running.isEmpty()) finishOne();
                else break;
            }
        }

        private void on(Event event) {
            Step step = scheduler.next(schedule, event, now);
            schedule = step.schedule();
            step.effects().forEach(this::happens);
            int resident = starting.size() + ready.size() + stopping.size() + stoppedEarly.size();
            assertThat(resident).as("resident after " + event).isLessThanOrEqualTo(maxModels);
            assertThat(schedule.residents()).hasSize(resident);
            assertThat(schedule.queue()).extracting(Ticket::number).isSorted();
        }

        private void happens(Effect effect) {
            switch (effect) {
                case Effect.Grant grant -> {
                    assertThat(ready).containsEntry(grant.generation(), grant.ticket().model());
                    answer(grant.ticket());
                    running.add(grant);
                }
                case Effect.Refuse(var ticket, var _) -> answer(ticket);
                case Effect.Revoke revoke -> throw new AssertionError(revoke);
                case Effect.Kill kill -> throw new AssertionError(kill);
                case Effect.Start(var model, var generation) -> {
                    assertThat(starting.values()).doesNotContain(model);
                    assertThat(ready.values()).doesNotContain(model);
                    starting.put(generation, model);
                }
                case Effect.Stop(var model, var generation) -> stopped(model, generation);
                case Effect.Evict(var model, var generation, var _) -> stopped(model, generation);
            }
        }

        private void stopped(ModelId model, long generation) {
            assertThat(running).noneMatch(grant -> grant.generation() == generation);
            if (starting.remove(generation, model)) {
                assertThat(waiting.values()).extracting(Ticket::model).doesNotContain(model);
                stoppedEarly.put(generation, model);
            } else {
                assertThat(ready.remove(generation)).isEqualTo(model);
                stopping.put(generation, model);
            }
        }

        private void answer(Ticket ticket) {
            assertThat(answered.add(ticket.number())).as("answered once: " + ticket).isTrue();
            assertThat(waiting.remove(ticket.number())).as("still waiting: " + ticket).isNotNull();
        }

        private java.util.Optional<Long> any(Map<Long, ?> from) {
            if (from.isEmpty()) return java.util.Optional.empty();
            var keys = from.keySet().stream().sorted().toList();
            return java.util.Optional.of(keys.get(random.nextInt(keys.size())));
        }

        private static LoadFailure failure() {
            return new LoadFailure(
                    LoadFailure.Kind.FAILED,
                    "it ended",
                    "exited",
                    false,
                    OptionalInt.of(1),
                    List.of());
        }
    }
}
