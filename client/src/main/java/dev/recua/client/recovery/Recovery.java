package dev.recua.client.recovery;

import dev.recua.client.chat.ChatCalls;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/// Makes one client's calls patient: a failure that can be mended is, as [Decision] says, and what
/// was done is told with the answer (`recoveries()`). A failure that is not mended is thrown as it
/// came, with a [GaveUp] among its suppressed exceptions that tells what was tried.
///
/// One for each client, since the [RetryBudget] is the client's. Any thread; [#close] wakes
/// requests that wait.
public final class Recovery implements AutoCloseable {
    private final Means means;
    private final IntSupplier contextSize;
    private final Set<Cancellation> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param contextSize what is known of the model's context, in tokens; 0 when nothing is
    /// @param random      safe for any thread
    public Recovery(
            RecoveryPolicy policy,
            IntSupplier contextSize,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random) {
        var purse = new Purse(RetryBudget.usual(clock.instant()));
        this.means = new Means(policy, purse, clock, sleeper, random);
        this.contextSize = contextSize;
    }

    /// With the system's clock and real waiting.
    public static Recovery of(RecoveryPolicy policy, IntSupplier contextSize) {
        return new Recovery(
                policy, contextSize, InstantSource.system(), Sleeper.real(), new Random());
    }

    /// What the user allows.
    public RecoveryPolicy policy() {
        return means.policy();
    }

    /// Asks and waits for the whole answer.
    ///
    /// @throws LlmException          the last failure, when it could not be mended
    /// @throws CancellationException when this was closed meanwhile
    public ChatResponse chat(ChatCalls calls, ChatRequest request) throws InterruptedException {
        var remedies = new ChatRemedies(calls, prepared(request), contextSize);
        Cancellation cancellation = opened();
        try {
            var mending = new Mending(means, remedies, false, cancellation);
            ChatResponse answer = attempts(mending, limit -> calls.chat(remedies.request(), limit));
            return answer.withRecoveries(mending.done());
        } finally {
            live.remove(cancellation);
        }
    }

    /// Asks for a stream; returns when a server has accepted the request. What fails later, but
    /// before the first token was given to the caller, is mended while the stream is read. The
    /// caller closes it.
    public RecoveringStream stream(ChatCalls calls, ChatRequest request)
            throws InterruptedException {
        var remedies = new ChatRemedies(calls, prepared(request), contextSize);
        Cancellation cancellation = opened();
        var mending = new Mending(means, remedies, true, cancellation);
        var stream =
                new RecoveringStream(
                        calls, remedies, mending, cancellation, () -> live.remove(cancellation));
        stream.open();
        return stream;
    }

    /// Sends any other request: what can be mended by waiting and sending again, is.
    public <T> T ask(Attempt<T> attempt) throws InterruptedException {
        Cancellation cancellation = opened();
        try {
            return attempts(new Mending(means, Remedies.NONE, false, cancellation), attempt);
        } finally {
            live.remove(cancellation);
        }
    }

    /// One attempt of a request.
    ///
    /// @param <T> what it gives
    @FunctionalInterface
    public interface Attempt<T> {
        /// Sends it once.
        ///
        /// @param limit how long it may take
        /// @throws LlmException when there is no whole answer
        T send(Duration limit) throws InterruptedException;
    }

    private static <T> T attempts(Mending mending, Attempt<T> attempt) throws InterruptedException {
        while (true) {
            try {
                T answer = attempt.send(mending.limit());
                mending.answered();
                return answer;
            } catch (LlmException failure) {
                mending.after(failure);
            }
        }
    }

    private ChatRequest prepared(ChatRequest request) {
        return means.policy().mergeConsecutive()
                ? request.withMessages(MergedMessages.of(request.messages()))
                : request;
    }

    private Cancellation opened() {
        var cancellation = new Cancellation();
        live.add(cancellation);
        if (closed) cancellation.cancel();
        return cancellation;
    }

    /// Wakes every request that waits; each ends with a [CancellationException]. Requests that are
    /// under way are ended by whoever sends them.
    @Override
    public void close() {
        closed = true;
        live.forEach(Cancellation::cancel);
    }
}
