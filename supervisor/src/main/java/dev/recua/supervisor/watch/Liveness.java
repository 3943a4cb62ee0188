package dev.recua.supervisor.watch;

import dev.recua.supervisor.watch.Look.Slots;
import dev.recua.supervisor.watch.Verdict.Fine;
import dev.recua.supervisor.watch.Verdict.Hung;
import dev.recua.supervisor.watch.Verdict.Suspect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides whether a server hangs, from one look after the other. Pure.
///
/// A server hangs when one of these holds:
///
/// 1. `/health` failed in [LivenessPolicy#failures] looks in a row.
/// 2. A slot works on a request, and nothing moved in any slot for [LivenessPolicy#stall]: no
///    processed prompt token, no generated token, no other request. While a prompt is read, `stall`
///    counts once for each 512 tokens of the batch that is computed now, at most four times.
/// 3. A question for `/slots` is without an answer for as long.
///
/// Why these: `/health` is answered by another thread than the one that computes, so it stays fine
/// while that one hangs. `/slots` is answered while a batch is computed since
/// [#27041](https://github.com/ggml-org/llama.cpp/pull/27041) (August 2026; 0.7.0 needed 0.5 ms in
/// the middle of a batch of 16 s); there the counters tell. Older builds answer between two
/// batches; there the silence tells.
///
/// A long prompt is no hang: its processed tokens move with each batch (`--batch-size`, 2048
/// usually). They move only when the whole batch is computed, hence the longer wait for a full one:
/// 2048 tokens in 240 s are 8.5 tokens a second. A slot that stands still while another one moves
/// is no hang either: ending the server would break the answer that moves.
///
/// Limits. A single step that takes longer than that looks like a hang: a slower batch, a batch
/// that was made larger than 2048, one large image; and, on a build that answers between two
/// batches only, any batch longer than `stall` that began after the slots were last seen. Give such
/// a server a longer `stall` or a smaller batch. Where the server does not tell its slots
/// (`--no-slots`, another key), or a build does not count processed prompt tokens, only the rules
/// that need no slots are left. A server that sleeps is only asked for its health.
///
/// Time counts as far as looks were made: when the watcher itself stood still (a laptop that
/// slept), the gap counts as one pause.
public final class Liveness {

    /// Prompt tokens that are computed in one step (`--ubatch-size`), usually.
    static final long STEP_TOKENS = 512;

    /// Steps of a batch (`--batch-size`), usually.
    static final long MOST_STEPS = 4;

    private Liveness() {}

    /// What is remembered of one server between two looks.
    ///
    /// @param at      end of the last look
    /// @param counted time that counted so far
    /// @param failed  looks in a row whose `/health` failed
    /// @param seen    the slots when they were last seen; empty before, and when they do not tell
    /// @param asked   when the question was asked that is without an answer, in counted time
    public record Watched(
            Duration at,
            Duration counted,
            int failed,
            Optional<Sighting> seen,
            Optional<Duration> asked) {}

    /// The slots as they were last seen.
    ///
    /// @param slots all of them
    /// @param at    when they were, in counted time
    /// @param moved when something was last seen to have moved, in counted time
    public record Sighting(List<SlotProgress> slots, Duration at, Duration moved) {
        public Sighting {
            slots = List.copyOf(slots);
        }
    }

    /// What one look led to.
    ///
    /// @param watched for the next look
    /// @param verdict on this one
    /// @param pause   until the next one: [LivenessPolicy#every], or less when a stall would be
    /// over
    ///     before
    public record Step(Watched watched, Verdict verdict, Duration pause) {}

    /// Before the first look, when the server became ready.
    ///
    /// @param now on a clock that never goes back, the same for all steps
    public static Watched begin(Duration now) {
        return new Watched(now, Duration.ZERO, 0, Optional.empty(), Optional.empty());
    }

    /// What `look` means, which has just ended.
    public static Step next(Watched before, Look look, Duration now, LivenessPolicy policy) {
        Watched watched = watched(before, look, now, policy);
        Verdict verdict = verdict(watched, look, policy);
        return new Step(watched, verdict, pause(watched, policy));
    }

    private static Watched watched(Watched before, Look look, Duration now, LivenessPolicy policy) {
        Duration passed = shorter(now.minus(before.at()), longestLook(policy));
        Duration counted = before.counted().plus(passed);
        Optional<Sighting> seen =
                switch (look.slots()) {
                    case Slots.Seen s -> Optional.of(sighting(before.seen(), s, counted, passed));
                    case Slots.NotAsked none -> before.seen();
                    case Slots.Unknown unknown -> Optional.empty();
                    case Slots.Asleep asleep -> Optional.empty();
                };
        int failed = look.failure().isPresent() ? before.failed() + 1 : 0;
        return new Watched(now, counted, failed, seen, asked(before, look, now, counted));
    }

    private static Sighting sighting(
            Optional<Sighting> before, Slots.Seen now, Duration counted, Duration passed) {
        Duration at = counted.minus(shorter(now.age(), passed));
        boolean stands =
                before.filter(b -> b.slots().equals(now.slots())).isPresent()
                        && stands(now.slots());
        return new Sighting(now.slots(), at, stands ? before.orElseThrow().moved() : at);
    }

    private static boolean stands(List<SlotProgress> slots) {
        List<SlotProgress> working = slots.stream().filter(SlotProgress::processing).toList();
        return !working.isEmpty() && working.stream().allMatch(SlotProgress::countsProgress);
    }

    /// The open question may be the one of the look before, whose time is known, or a newer one.
    private static Optional<Duration> asked(
            Watched before, Look look, Duration now, Duration counted) {
        if (look.waiting().isZero()) return Optional.empty();
        boolean same = look.waiting().compareTo(now.minus(before.at())) >= 0;
        return same && before.asked().isPresent()
                ? before.asked()
                : Optional.of(longer(counted.minus(look.waiting()), before.counted()));
    }

    private static Verdict verdict(Watched watched, Look look, LivenessPolicy policy) {
        if (watched.failed() >= policy.failures())
            return new Hung(
                    "/health failed " + watched.failed() + " times in a row: " + failure(look));
        Optional<String> stall = stall(watched, policy);
        if (stall.isPresent()) return new Hung(stall.orElseThrow());
        if (watched.failed() > 0) return new Suspect("/health failed: " + failure(look));
        return standing(watched)
                .filter(Duration::isPositive)
                .<Verdict>map(t -> new Suspect("nothing moved for " + seconds(t)))
                .orElseGet(Fine::new);
    }

    private static String failure(Look look) {
        return look.failure().orElse("no reason");
    }

    private static Optional<String> stall(Watched watched, LivenessPolicy policy) {
        if (policy.stall().isZero()) return Optional.empty();
        Duration limit = limit(watched, policy);
        Optional<Duration> silent = silence(watched).filter(t -> t.compareTo(limit) >= 0);
        if (silent.isPresent())
            return Optional.of("/slots has not answered for " + seconds(silent.orElseThrow()));
        return stillness(watched)
                .filter(t -> t.compareTo(limit) >= 0)
                .map(t -> "a request is under way and no token moved for " + seconds(t));
    }

    /// How long nothing may move: [LivenessPolicy#stall] for each step of the batch under way.
    private static Duration limit(Watched watched, LivenessPolicy policy) {
        long pending =
                watched.seen().stream()
                        .flatMap(s -> s.slots().stream())
                        .filter(SlotProgress::processing)
                        .mapToLong(SlotProgress::pending)
                        .sum();
        long steps = (pending + STEP_TOKENS - 1) / STEP_TOKENS;
        return policy.stall().multipliedBy(Math.max(1, Math.min(MOST_STEPS, steps)));
    }

    private static Optional<Duration> silence(Watched watched) {
        return watched.asked().map(watched.counted()::minus);
    }

    private static Optional<Duration> stillness(Watched watched) {
        return watched.seen().map(s -> s.at().minus(s.moved()));
    }

    private static Optional<Duration> standing(Watched watched) {
        return silence(watched).or(() -> stillness(watched));
    }

    /// The next look comes early when it can be the one that decides.
    private static Duration pause(Watched watched, LivenessPolicy policy) {
        if (policy.stall().isZero()) return policy.every();
        Duration limit = limit(watched, policy);
        return Stream.of(watched.asked(), working(watched))
                .flatMap(Optional::stream)
                .map(since -> since.plus(limit).minus(watched.counted()))
                .filter(Duration::isPositive)
                .reduce(policy.every(), Liveness::shorter);
    }

    private static Optional<Duration> working(Watched watched) {
        return watched.seen().filter(s -> stands(s.slots())).map(Sighting::moved);
    }

    private static Duration longestLook(LivenessPolicy policy) {
        return policy.every().plus(policy.probeTimeout().multipliedBy(3));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
