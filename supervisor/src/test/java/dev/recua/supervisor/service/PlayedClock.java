package dev.recua.supervisor.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Time that stands still until a test moves it; alarms ring in their order. One thread.
final class PlayedClock implements ServiceClock {
    private final List<Pending> pending = new ArrayList<>();
    private Duration now = Duration.ofHours(7);

    private record Pending(Duration at, Runnable then) {}

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public Alarm in(Duration wait, Runnable then) {
        Pending alarm = new Pending(now.plus(wait), then);
        pending.add(alarm);
        return () -> pending.removeIf(p -> p == alarm);
    }

    void advance(Duration step) {
        Duration end = now.plus(step);
        for (Optional<Pending> next = next(end); next.isPresent(); next = next(end)) {
            pending.remove(next.get());
            if (next.get().at().compareTo(now) > 0) now = next.get().at();
            next.get().then().run();
        }
        now = end;
    }

    int alarms() {
        return pending.size();
    }

    private Optional<Pending> next(Duration end) {
        return pending.stream()
                .filter(p -> p.at().compareTo(end) <= 0)
                .min(Comparator.comparing(Pending::at));
    }
}
