package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The scheduler's whole state: a value, safe to publish and to look at from any thread.
///
/// @param residents      models that occupy room
/// @param queue          requests that wait, in the order of their ticket numbers
/// @param failures       models that were given up, until they are started again, unloaded or
///     removed
/// @param nextGeneration number of the next start
/// @param phase          whether requests are taken on
public record Schedule(
        Map<ModelId, Resident> residents,
        List<Ticket> queue,
        Map<ModelId, KnownFailure> failures,
        long nextGeneration,
        Phase phase) {

    /// A model that was given up.
    ///
    /// @param fingerprint of the files and settings that it failed with
    /// @param engine      that it failed with
    /// @param at          when it was given up
    public record KnownFailure(String fingerprint, String engine, LoadFailure failure, Instant at) {
        /// How long a request is answered with a passing cause before one tries again.
        public static final Duration REST = Duration.ofSeconds(30);

        /// Whether the request gets the cause at once: nothing has changed that could help, and the
        /// cause is lasting, or it was just tried.
        boolean wouldHappenTo(Ticket ticket, Instant now) {
            return fingerprint.equals(ticket.fingerprint())
                    && engine.equals(ticket.engine())
                    && (failure.lasting() || now.isBefore(at.plus(REST)));
        }
    }

    /// Nothing loaded, nobody waits.
    public static final Schedule EMPTY = new Schedule(Map.of(), List.of(), Map.of(), 1, Phase.OPEN);

    public Schedule {
        residents = Map.copyOf(residents);
        queue = List.copyOf(queue);
        failures = Map.copyOf(failures);
    }

    /// The next moment at which something happens by itself: a waiting request gives up, or an
    /// unused model is unloaded.
    public Optional<Instant> nextWake() {
        Stream<Instant> deadlines =
                queue.stream()
                        .map(Ticket::deadline)
                        .filter(deadline -> deadline.isBefore(Instant.MAX));
        Stream<Instant> unloads =
                residents.values().stream().flatMap(resident -> idleUnload(resident).stream());
        return Stream.concat(deadlines, unloads).min(Instant::compareTo);
    }

    /// Whether this model was given up, and has not been started, unloaded or removed since.
    public boolean hasFailed(ModelId model) {
        return failures.containsKey(model);
    }

    /// Those who wait for this model, oldest first.
    public List<Ticket> waitingFor(ModelId model) {
        return queue.stream().filter(waiting -> waiting.model().equals(model)).toList();
    }

    private static Optional<Instant> idleUnload(Resident resident) {
        return resident instanceof Resident.Loaded loaded
                ? loaded.idleUnloadAt()
                : Optional.empty();
    }

    Optional<Resident> resident(ModelId model) {
        return Optional.ofNullable(residents.get(model));
    }

    /// The resident, if it still is the child of this generation.
    Optional<Resident> resident(ModelId model, long generation) {
        return resident(model).filter(found -> found.generation() == generation);
    }

    Schedule with(ModelId model, Resident resident) {
        var next = new HashMap<>(residents);
        next.put(model, resident);
        return new Schedule(next, queue, failures, nextGeneration, phase);
    }

    Schedule without(ModelId model) {
        var next = new HashMap<>(residents);
        next.remove(model);
        return new Schedule(next, queue, failures, nextGeneration, phase);
    }

    /// Puts a ticket at the place that its number gives it.
    Schedule enqueue(Ticket ticket) {
        var next = new ArrayList<>(queue);
        int at = next.size();
        while (at > 0 && next.get(at - 1).number() > ticket.number()) at--;
        next.add(at, ticket);
        return withQueue(next);
    }

    Schedule dequeue(long number) {
        return withQueue(queue.stream().filter(waiting -> waiting.number() != number).toList());
    }

    private Schedule withQueue(List<Ticket> waiting) {
        return new Schedule(residents, waiting, failures, nextGeneration, phase);
    }

    Schedule remember(ModelId model, KnownFailure failure) {
        var next = new HashMap<>(failures);
        next.put(model, failure);
        return new Schedule(residents, queue, next, nextGeneration, phase);
    }

    Schedule forget(ModelId model) {
        if (!failures.containsKey(model)) return this;
        var next = new HashMap<>(failures);
        next.remove(model);
        return new Schedule(residents, queue, next, nextGeneration, phase);
    }

    Schedule countGeneration() {
        return new Schedule(residents, queue, failures, nextGeneration + 1, phase);
    }

    Schedule in(Phase next) {
        return new Schedule(residents, queue, failures, nextGeneration, next);
    }
}
