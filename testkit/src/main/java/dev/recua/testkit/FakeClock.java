package dev.recua.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. May be read and moved by any thread.
public final class FakeClock extends Clock {

    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private FakeClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /// A clock in UTC that shows `start`.
    public static FakeClock at(Instant start) {
        return new FakeClock(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    /// A clock in UTC that shows 2026-01-01T00:00:00Z.
    public static FakeClock atNewYear() {
        return at(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /// Moves the clock on and gives the new time.
    ///
    /// @throws IllegalArgumentException when `step` is negative; [#set] goes back
    public Instant advance(Duration step) {
        if (step.isNegative()) throw new IllegalArgumentException("step is negative: " + step);
        return now.updateAndGet(at -> at.plus(step));
    }

    /// Sets the clock, also back in time.
    public void set(Instant time) {
        now.set(time);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /// The same clock, moved by the same calls, in another zone.
    @Override
    public Clock withZone(ZoneId other) {
        return new FakeClock(now, other);
    }
}
