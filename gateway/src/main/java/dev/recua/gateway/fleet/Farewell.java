package dev.recua.gateway.fleet;

import java.time.Duration;
import java.util.Optional;

/// The plan by which a gateway leaves: one budget of 6 s for everything. Pure.
///
/// | after | what happens |
/// |---|---|
/// | 0 | idle children get SIGTERM; a busy one as soon as its last answer is complete |
/// | 3.5 s | answers that still run end with an error event; their children get SIGTERM |
/// | 0.5 s after its first | a child that is still there gets the second SIGTERM |
/// | 4.5 s | a client that does not read its end is given up |
/// | 5.5 s | what is left gets SIGKILL, with its tree |
/// | 5.6 s | connections, files and the log are closed |
/// | 6 s | we exit |
///
/// The second SIGTERM is needed because llama-server 0.7.0 waits for running work on the first.
public final class Farewell {
    /// When answers that still run are cut off.
    public static final Duration CUT_STREAMS = Duration.ofMillis(3500);

    /// When whatever is left is killed.
    public static final Duration KILL = Duration.ofMillis(5500);

    /// When a client that has not read the end of its answer is given up.
    public static final Duration UNREAD = Duration.ofMillis(4500);

    /// When connections, files and the log are closed, whatever is left.
    public static final Duration CLOSE = Duration.ofMillis(5600);

    /// When we have exited.
    public static final Duration EXIT = Duration.ofSeconds(6);

    static final Duration BETWEEN_TERMS = Duration.ofMillis(500);

    /// What to do to one child now.
    public enum Action {
        NOTHING,
        TERMINATE,
        KILL
    }

    /// One child that is still there.
    ///
    /// @param busy      whether an answer of it is under way
    /// @param firstTerm when it got its first SIGTERM, since the farewell began
    /// @param terms     how many SIGTERM it got
    public record Remaining(boolean busy, Optional<Duration> firstTerm, int terms) {}

    private Farewell() {}

    /// The next thing to do to a child, `elapsed` after the farewell began.
    public static Action next(Remaining child, Duration elapsed) {
        if (elapsed.compareTo(KILL) >= 0) return Action.KILL;
        return switch (child.terms()) {
            case 0 -> child.busy() && !streamsAreCut(elapsed) ? Action.NOTHING : Action.TERMINATE;
            case 1 -> {
                Duration since = elapsed.minus(child.firstTerm().orElse(elapsed));
                yield since.compareTo(BETWEEN_TERMS) >= 0 ? Action.TERMINATE : Action.NOTHING;
            }
            default -> Action.NOTHING;
        };
    }

    /// Whether answers that still run end now.
    public static boolean streamsAreCut(Duration elapsed) {
        return elapsed.compareTo(CUT_STREAMS) >= 0;
    }
}
