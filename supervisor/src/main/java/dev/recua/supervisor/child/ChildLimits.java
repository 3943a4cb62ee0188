package dev.recua.supervisor.child;

import java.time.Duration;

/// How long things about one child may take.
///
/// @param start        from launch to the first 200 of `/health`
/// @param poll         how often `/health` is asked meanwhile
/// @param probeTimeout for one question
/// @param stopGrace    from the first SIGTERM to SIGKILL; the second SIGTERM comes at half of it
/// @param notice       a start that takes so long is worth a word, once
public record ChildLimits(
        Duration start, Poll poll, Duration probeTimeout, Duration stopGrace, Duration notice) {

    /// When a start is told to take long: 60 s.
    public static final Duration NOTICE = Duration.ofSeconds(60);

    /// 300 s to start, the poll of [Poll#DEFAULT], 5 s for a probe, 5 s to stop, a word after
    /// [#NOTICE].
    public static final ChildLimits DEFAULT =
            new ChildLimits(
                    Duration.ofSeconds(300),
                    Poll.DEFAULT,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

    public ChildLimits {
        Poll.positive("start", start);
        Poll.positive("probeTimeout", probeTimeout);
        Poll.positive("notice", notice);
        if (stopGrace.isNegative())
            throw new IllegalArgumentException("stopGrace is negative: " + stopGrace);
    }

    /// These limits and a word after [#NOTICE].
    public ChildLimits(Duration start, Poll poll, Duration probeTimeout, Duration stopGrace) {
        this(start, poll, probeTimeout, stopGrace, NOTICE);
    }

    /// The same limits with another one for the start.
    public ChildLimits withStart(Duration limit) {
        return new ChildLimits(limit, poll, probeTimeout, stopGrace, notice);
    }

    /// The same limits with another grace for the stop.
    public ChildLimits withStopGrace(Duration grace) {
        return new ChildLimits(start, poll, probeTimeout, grace, notice);
    }

    /// The same limits with another time for the word about a long start.
    public ChildLimits withNotice(Duration after) {
        return new ChildLimits(start, poll, probeTimeout, stopGrace, after);
    }

    /// The pause between two questions: `first` up to 2 s after the launch, `then` up to 30 s,
    /// `slow` after that.
    public record Poll(Duration first, Duration then, Duration slow) {

        /// 50 ms, 250 ms, 1 s: others waste up to 1 s per load.
        public static final Poll DEFAULT =
                new Poll(Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1));

        private static final Duration FIRST_UNTIL = Duration.ofSeconds(2);
        private static final Duration THEN_UNTIL = Duration.ofSeconds(30);

        public Poll {
            positive("first", first);
            positive("then", then);
            positive("slow", slow);
        }

        /// The pause at this time after the launch.
        public Duration pause(Duration sinceLaunch) {
            if (sinceLaunch.compareTo(FIRST_UNTIL) < 0) return first;
            return sinceLaunch.compareTo(THEN_UNTIL) < 0 ? then : slow;
        }

        /// Here and not outside: the outer type takes a default from this one as it is loaded, so
        /// this one may not need the outer one for its own, or who comes first finds null.
        private static void positive(String name, Duration value) {
            if (!value.isPositive())
                throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
