package dev.recua.supervisor.watch;

import dev.recua.supervisor.watch.LlamaAddress.Answer;
import dev.recua.supervisor.watch.Look.Slots;
import dev.recua.supervisor.watch.SlotsQuestion.Answered;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at one llama-server: its `/health`, and its `/slots` unless it sleeps or does not tell
/// them. One thread at a time may look; [#close] may come from any.
///
/// A question for the slots stays open until it is answered, over several looks when need be, and
/// there is never more than one: builds before August 2026 answer it only between two batches. A
/// server that sleeps (`is_sleeping` in `/props`) is not asked for its slots, and neither is one
/// whose `/props` does not answer: 0.7.0 is silent there while it wakes and loads its model again.
/// A server that refused the question once is not asked again.
///
/// Answers are read up to 4 MiB; the key goes along as `Authorization: Bearer …`.
public final class LivenessProbe implements AutoCloseable {

    private final LlamaAddress address;
    private final LivenessPolicy policy;
    private final Duration sleepsAfter;
    private volatile boolean closed;
    private volatile @Nullable SlotsQuestion open;
    private Optional<Slots> refused = Optional.empty();
    private Optional<Long> idleSince = Optional.empty();

    /// For a server that never sleeps by itself.
    ///
    /// @param baseUrl `http://host:port`, with a path when it has `--api-prefix`
    /// @param key     that it demands, if any
    /// @throws IllegalArgumentException for another scheme than http, or no host
    public LivenessProbe(URI baseUrl, Optional<String> key, LivenessPolicy policy) {
        this(baseUrl, key, policy, Duration.ZERO);
    }

    /// For a server that sleeps after `sleepsAfter` without use (`--sleep-idle-seconds`; zero:
    /// never). A question for the slots counts as use: once they were seen idle they are left alone
    /// for one pause longer than that, or it would never sleep.
    ///
    /// @throws IllegalArgumentException for another scheme than http, or no host
    public LivenessProbe(
            URI baseUrl, Optional<String> key, LivenessPolicy policy, Duration sleepsAfter) {
        this.address = LlamaAddress.of(baseUrl, key);
        this.policy = policy;
        this.sleepsAfter = sleepsAfter;
    }

    /// Looks once. Blocks for at most three times the policy's `probeTimeout`.
    ///
    /// @throws InterruptedException when the caller should stop waiting
    public Look look() throws InterruptedException {
        Optional<String> failure = health();
        if (policy.stall().isZero()) return new Look(failure, new Slots.NotAsked(), Duration.ZERO);
        Optional<Slots> earlier = collect(open, false);
        if (open != null) {
            Optional<Slots> late = collect(open, true);
            return new Look(failure, late.orElseGet(Slots.NotAsked::new), waiting());
        }
        Optional<Slots> now = failure.isPresent() ? Optional.empty() : slots();
        return new Look(failure, now.or(() -> earlier).orElseGet(Slots.NotAsked::new), waiting());
    }

    /// Ends an open question. Idempotent.
    @Override
    public void close() {
        closed = true;
        SlotsQuestion question = open;
        if (question != null) question.close();
    }

    private Optional<String> health() {
        try {
            int status = address.get("/health", policy.probeTimeout()).status();
            return status == 200 ? Optional.empty() : Optional.of("it answered " + status);
        } catch (IOException broken) {
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }

    /// What a new question tells within the time of one; empty when it stays open.
    private Optional<Slots> slots() throws InterruptedException {
        if (refused.isPresent()) return refused;
        if (closed || rests()) return Optional.empty();
        Optional<Answer> props = props();
        if (props.isEmpty()) return Optional.empty();
        if (props.filter(SlotsAnswer::asleep).isPresent()) {
            idleSince = Optional.empty();
            return Optional.of(new Slots.Asleep());
        }
        SlotsQuestion asked = SlotsQuestion.ask(address, policy.probeTimeout());
        open = asked;
        if (closed) asked.close();
        return collect(asked, true);
    }

    private Optional<Answer> props() {
        try {
            return Optional.of(address.get("/props", policy.probeTimeout()));
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    private boolean rests() {
        long rest = sleepsAfter.plus(policy.every()).toNanos();
        return !sleepsAfter.isZero()
                && idleSince.filter(since -> System.nanoTime() - since < rest).isPresent();
    }

    /// The answer to `question`, which is then no longer open.
    private Optional<Slots> collect(@Nullable SlotsQuestion question, boolean wait)
            throws InterruptedException {
        if (question == null) return Optional.empty();
        Optional<Answered> came = question.await(wait ? policy.probeTimeout() : Duration.ZERO);
        if (came.isPresent()) open = null;
        return came.map(this::told);
    }

    private Slots told(Answered answered) {
        Optional<Answer> answer = answered.answer();
        if (answer.isEmpty()) return new Slots.Unknown("/slots broke off");
        Slots slots = SlotsAnswer.read(answer.orElseThrow(), answered.age());
        if (SlotsAnswer.isFinal(answer.orElseThrow())) refused = Optional.of(slots);
        boolean idle =
                slots instanceof Slots.Seen seen
                        && seen.slots().stream().noneMatch(SlotProgress::processing);
        idleSince = idle ? Optional.of(answered.at()) : Optional.empty();
        return slots;
    }

    private Duration waiting() {
        SlotsQuestion question = open;
        return question == null ? Duration.ZERO : question.waiting();
    }
}
