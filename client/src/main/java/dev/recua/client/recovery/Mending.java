package dev.recua.client.recovery;

import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Takes one request through its failures: asks [Decision] what to do, and does it. For the one
/// thread that sends the request; [#done] for any.
final class Mending {
    private final Means means;
    private final Remedies remedies;
    private final Cancellation cancellation;
    private volatile List<Recovered> done = List.of();
    private Tried tried;
    private LlmException.@Nullable ContextOverflow overflow;

    /// @param means what the client has for all of its requests
    Mending(Means means, Remedies remedies, boolean streaming, Cancellation cancellation) {
        this.means = means;
        this.remedies = remedies;
        this.cancellation = cancellation;
        this.tried = Tried.nothing(streaming, means.policy().timeout());
    }

    /// What the next attempt is given.
    Duration limit() {
        return tried.limit();
    }

    /// What was done so far, in order.
    List<Recovered> done() {
        return done;
    }

    /// A part of the answer has reached the caller: from here on nothing is mended.
    void tokenGiven() {
        tried = tried.withToken();
    }

    /// The answer is there.
    void answered() {
        means.budget().answered(means.now());
    }

    /// Mends a failure: returns when the request shall be sent again, throws the failure when
    /// nothing is to be done.
    ///
    /// @throws CancellationException when it was cancelled while it waited
    void after(LlmException failure) throws InterruptedException {
        if (failure instanceof LlmException.ContextOverflow first && overflow == null) {
            overflow = first;
        }
        Step step = decide(failure);
        switch (step) {
            case Step.GiveUp end -> throw given(failure, end.why());
            case Step.AwaitModel await -> awaitModel(failure, await);
            case Step.Resend resend -> resend(failure, resend);
            case Step.Truncate truncate -> change(failure, truncate, truncated(failure));
            case Step.OtherModel other -> change(failure, other, remedies.otherModel());
            case Step.NonStreaming whole -> change(failure, whole, remedies.whole());
            case Step.Merge merge -> change(failure, merge, remedies.merge());
        }
    }

    private Step decide(LlmException failure) {
        return Decision.next(failure, tried, means.policy(), means.random(), means.now());
    }

    private Optional<String> truncated(LlmException failure) throws InterruptedException {
        return failure instanceof LlmException.ContextOverflow it
                ? remedies.truncate(it)
                : Optional.empty();
    }

    private void resend(LlmException failure, Step.Resend step) throws InterruptedException {
        pay(failure);
        sleep(step.pause());
        took(failure, step, Recovered.Action.RETRIED, sentAgain(step));
    }

    private static String sentAgain(Step.Resend step) {
        if (step.pause().isZero()) {
            return "sent again with %s for the answer".formatted(seconds(step.limit()));
        }
        String wish = step.wished() ? ", as the server wished" : "";
        return "sent again after %s%s".formatted(seconds(step.pause()), wish);
    }

    private void change(LlmException failure, Step step, Optional<String> did) {
        if (did.isEmpty()) throw given(failure, nothingLeft(step));
        pay(failure);
        took(failure, step, action(step), did.get());
    }

    private static Recovered.Action action(Step step) {
        return switch (step) {
            case Step.Truncate it -> Recovered.Action.TRUNCATED_CONTEXT;
            case Step.OtherModel it -> Recovered.Action.USED_FIRST_AVAILABLE_MODEL;
            case Step.NonStreaming it -> Recovered.Action.USED_NON_STREAMING;
            case Step.Merge it -> Recovered.Action.MERGED_MESSAGES;
            case Step.AwaitModel it -> Recovered.Action.WAITED_FOR_MODEL;
            case Step.Resend it -> Recovered.Action.RETRIED;
            case Step.GiveUp it -> throw new IllegalArgumentException("nothing was done");
        };
    }

    private static String nothingLeft(Step step) {
        return switch (step) {
            case Step.Truncate it ->
                    "what must stay (system messages, the last question, the last round of tools) does not fit by itself";
            case Step.OtherModel it -> "the server tells of no other model";
            case Step.Merge it -> "no messages of the same role follow each other";
            case Step.NonStreaming it -> "this request has no other form";
            case Step.AwaitModel it -> "nothing to wait for";
            case Step.Resend it -> "nothing to send";
            case Step.GiveUp it -> it.why();
        };
    }

    /// Waits and looks, until the model is there or has taken too long.
    private void awaitModel(LlmException failure, Step.AwaitModel first)
            throws InterruptedException {
        LlmException seen = failure;
        Step step = first;
        while (step instanceof Step.AwaitModel await) {
            tried = tried.and(await, ErrorType.MODEL_LOADING, means.now());
            sleep(await.pause());
            Optional<LlmException> still = remedies.stillLoading();
            if (still.isEmpty()) {
                tellOfWait();
                return;
            }
            seen = still.get();
            step = decide(seen);
        }
        throw given(seen, step instanceof Step.GiveUp end ? end.why() : "it loads no more");
    }

    /// One line for all the waiting, however often it was looked.
    private void tellOfWait() {
        Instant now = means.now();
        Duration waited = Duration.between(tried.loadingSince().orElse(now), now);
        var told = new ArrayList<>(done);
        told.removeIf(it -> it.action() == Recovered.Action.WAITED_FOR_MODEL);
        told.add(
                new Recovered(
                        ErrorType.MODEL_LOADING,
                        Recovered.Action.WAITED_FOR_MODEL,
                        "waited %s for the model to load".formatted(seconds(waited))));
        done = List.copyOf(told);
    }

    private void pay(LlmException failure) {
        Optional<Duration> wait = means.budget().pay(means.now());
        if (wait.isEmpty()) return;
        throw given(
                failure,
                "this client has sent too many requests again lately; the next one may go in %s"
                        .formatted(seconds(wait.get())));
    }

    private void sleep(Duration time) throws InterruptedException {
        if (!time.isZero()) means.sleeper().sleep(time, cancellation);
        if (cancellation.isCancelled()) {
            throw new CancellationException("the request was given up while it waited");
        }
    }

    private void took(LlmException failure, Step step, Recovered.Action action, String detail) {
        tried = tried.and(step, failure.type(), means.now());
        var told = new ArrayList<>(done);
        told.add(new Recovered(failure.type(), action, detail));
        done = List.copyOf(told);
    }

    /// The failure for the caller, with what was tried: for a conversation that stays too long the
    /// first one, which tells how long it was.
    private LlmException given(LlmException failure, String why) {
        boolean tooLong = failure instanceof LlmException.ContextOverflow;
        LlmException given = tooLong && overflow != null ? overflow : failure;
        given.addSuppressed(new GaveUp(why, done));
        return given;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
