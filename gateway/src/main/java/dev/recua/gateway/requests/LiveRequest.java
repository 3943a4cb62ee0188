package dev.recua.gateway.requests;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.recua.client.admin.RequestInfo;
import dev.recua.gateway.scheduling.Resident;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.gateway.scheduling.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The life of one request to a model, from the moment its model is known to its end.
///
/// | it is told | its phase |
/// |---|---|
/// | [#queued] | `queued`, or `loading` while its model loads |
/// | [#granted] | `prompt` |
/// | [#begun] | `streaming` |
/// | [#answered], [#failed], [#left] | `done` or `failed`; it leaves the live ones |
///
/// A request whose engine failed before it answered goes back from `prompt` to `queued`. Written on
/// the event loop only; [RequestBook] looks at it from any thread.
public final class LiveRequest {
    private enum Phase {
        WAITING,
        PROMPT,
        STREAMING
    }

    /// All that others see, replaced as a whole.
    ///
    /// @param ticket place in the queue, while it waits for one
    /// @param since  when this phase began
    /// @param waited nanoseconds of waiting that are over
    /// @param ttft   nanoseconds from arrival to the first byte
    private record Seen(
            Phase phase, @Nullable Long ticket, long since, long waited, @Nullable Long ttft) {}

    private final RequestBook book;
    private final Asked asked;
    private final long number;
    private final long arrived;
    private volatile Seen seen;
    private Usage usage = Usage.NONE;
    private Runnable cancel = () -> {};
    private boolean over;

    LiveRequest(RequestBook book, Asked asked, long number, long now) {
        this.book = book;
        this.asked = asked;
        this.number = number;
        this.arrived = now;
        this.seen = new Seen(Phase.WAITING, null, now, 0, null);
    }

    /// How to end it from our side; see [RequestBook#cancel]. It ends by telling this object so.
    public void onCancel(Runnable end) {
        cancel = end;
    }

    /// It waits for a lease, the first time or again.
    public void queued(Ticket ticket) {
        if (seen.phase() == Phase.WAITING) {
            seen = new Seen(Phase.WAITING, ticket.number(), seen.since(), seen.waited(), null);
        } else {
            seen = new Seen(Phase.WAITING, ticket.number(), book.now(), seen.waited(), null);
        }
        book.stepped(this);
    }

    /// It has a lease, and is sent to the child.
    public void granted() {
        if (seen.phase() != Phase.WAITING) return;
        long now = book.now();
        seen = new Seen(Phase.PROMPT, null, now, waitedBy(now), null);
        book.stepped(this);
    }

    /// The first byte of its answer has been passed on.
    public void begun() {
        if (over || seen.phase() == Phase.STREAMING) return;
        long now = book.now();
        seen = new Seen(Phase.STREAMING, null, now, waitedBy(now), now - arrived);
        book.stepped(this);
    }

    /// What the engine counted, so far.
    public void usage(Usage counted) {
        usage = counted;
    }

    /// The engine's answer was passed on as a whole, also when it is an error.
    public void answered(int status) {
        over(status, FinishedRequest.answered(status));
    }

    /// We ended it with an error.
    ///
    /// @param code of the error; a word of `docs/reference/errors.md`
    public void failed(int status, String code) {
        over(status, code);
    }

    /// Its client left before the answer was complete.
    public void left() {
        over(FinishedRequest.CLIENT_LEFT, FinishedRequest.LEFT);
    }

    Asked asked() {
        return asked;
    }

    /// Counts the requests of this gateway; the id may be that of another one, too.
    public long number() {
        return number;
    }

    /// Whether it waits for a lease.
    public boolean waits() {
        return seen.phase() == Phase.WAITING;
    }

    void cancel() {
        cancel.run();
    }

    /// What it does now, as the admin API tells it. From any thread.
    public RequestInfo info(Schedule schedule) {
        Seen now = seen;
        Long ttft = now.ttft();
        return new RequestInfo(
                asked.id(),
                asked.model().value(),
                asked.path(),
                asked.client(),
                phase(now, schedule),
                position(now, schedule).orElse(null),
                NANOSECONDS.toMillis(waitedBy(now, book.now())),
                ttft == null ? null : NANOSECONDS.toMillis(ttft),
                FinishedRequest.tokens(null),
                null,
                null);
    }

    private String phase(Seen now, Schedule schedule) {
        return switch (now.phase()) {
            case WAITING ->
                    schedule.residents().get(asked.model()) instanceof Resident.Loading
                            ? "loading"
                            : "queued";
            case PROMPT -> "prompt";
            case STREAMING -> "streaming";
        };
    }

    private static Optional<Integer> position(Seen now, Schedule schedule) {
        Long ticket = now.ticket();
        if (ticket == null) return Optional.empty();
        List<Ticket> queue = schedule.queue();
        for (int at = 0; at < queue.size(); at++) {
            if (queue.get(at).number() == ticket) return Optional.of(at);
        }
        return Optional.empty();
    }

    private void over(int status, String outcome) {
        if (over) return;
        over = true;
        long now = book.now();
        Long ttft = seen.ttft();
        book.over(
                this,
                new FinishedRequest(
                        asked,
                        status,
                        outcome,
                        Duration.ofNanos(waitedBy(now)),
                        Optional.ofNullable(ttft).map(Duration::ofNanos),
                        Duration.ofNanos(now - arrived),
                        usage));
    }

    private long waitedBy(long now) {
        return waitedBy(seen, now);
    }

    private static long waitedBy(Seen seen, long now) {
        return seen.phase() == Phase.WAITING ? seen.waited() + now - seen.since() : seen.waited();
    }
}
