package dev.recua.supervisor.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one look at a server saw. [LivenessProbe] makes it, [Liveness] judges it.
///
/// @param failure why `/health` did not answer 200 in time, for people; empty when it did
/// @param slots   what is known of its slots
/// @param waiting for how long a question for `/slots` is without an answer; zero when none is open
public record Look(Optional<String> failure, Slots slots, Duration waiting) {

    public Look {
        if (waiting.isNegative())
            throw new IllegalArgumentException("waiting is negative: " + waiting);
    }

    /// `/health` failed, and the slots were not asked.
    public static Look failed(String why) {
        return new Look(Optional.of(why), new Slots.NotAsked(), Duration.ZERO);
    }

    /// `/health` is fine, and the slots have just answered.
    public static Look of(List<SlotProgress> slots) {
        return of(new Slots.Seen(slots, Duration.ZERO));
    }

    /// `/health` is fine, and no question is open.
    public static Look of(Slots slots) {
        return new Look(Optional.empty(), slots, Duration.ZERO);
    }

    /// `/health` is fine, and the slots have not answered for so long.
    public static Look silent(Duration waiting) {
        return new Look(Optional.empty(), new Slots.NotAsked(), waiting);
    }

    /// What is known of the slots of a server.
    public sealed interface Slots {
        /// They answered.
        ///
        /// @param slots all of them
        /// @param age   how long ago the answer came
        record Seen(List<SlotProgress> slots, Duration age) implements Slots {
            public Seen {
                slots = List.copyOf(slots);
                if (age.isNegative()) throw new IllegalArgumentException("age is negative: " + age);
            }
        }

        /// The server does not tell: `--no-slots` (501), a key that it refuses (401), or an answer
        /// that cannot be read.
        ///
        /// @param why for people
        record Unknown(String why) implements Slots {}

        /// They were not asked, or have not answered yet ([Look#waiting]).
        record NotAsked() implements Slots {}

        /// The server sleeps (`--sleep-idle-seconds`): a question would load its model again.
        record Asleep() implements Slots {}
    }
}
