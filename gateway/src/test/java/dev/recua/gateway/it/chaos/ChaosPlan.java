package dev.recua.gateway.it.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Which faults come, in which order, and how each is meant: a pure function of its arguments.
///
/// Faults are dealt from shuffled decks that hold each of them once, so that a short run has many
/// kinds and a long one all kinds equally often.
///
/// @param seed   of everything random
/// @param engine what is behind the gateway
/// @param faults in order
public record ChaosPlan(long seed, Engine engine, List<Planned> faults) {

    /// What is behind the gateway.
    public enum Engine {
        /// The fake of the testkit.
        FAKE,
        /// A real llama-server with the bundled model.
        REAL
    }

    private static final int[] CODES = {0, 1, 3, 134, 139, 255};
    private static final int MOST_TOKENS = 4;
    private static final int MOST_STARTS = 3;

    /// One fault.
    ///
    /// @param number from 1
    /// @param pause  good time before it
    /// @param code   exit code, where it has one
    /// @param tokens how many come before it; 0: it comes before the answer begins
    /// @param starts how many starts it spoils, where it spoils starts
    record Planned(int number, Fault fault, Duration pause, int code, int tokens, int starts) {
        /// A text that no other request of the run has.
        String mark() {
            return "fault-" + number;
        }
    }

    public ChaosPlan {
        faults = List.copyOf(faults);
    }

    /// So many faults that this engine can be made to do.
    public static ChaosPlan of(long seed, Engine engine, int count) {
        return of(seed, engine, count, "");
    }

    /// The same of one kind, or of all when `only` is empty; to look into one.
    ///
    /// @param only words of a fault, such as `exit code`
    public static ChaosPlan of(long seed, Engine engine, int count, String only) {
        var random = new Random(seed);
        var kinds =
                Stream.of(Fault.values())
                        .filter(fault -> fault.suits(engine))
                        .filter(fault -> only.isEmpty() || fault.words().equals(only))
                        .toList();
        if (kinds.isEmpty()) throw new IllegalArgumentException("no fault '%s'".formatted(only));
        var deck = new ArrayList<Fault>();
        var faults = new ArrayList<Planned>();
        for (int number = 1; number <= count; number++) {
            if (deck.isEmpty()) {
                deck.addAll(kinds);
                Collections.shuffle(deck, random);
            }
            faults.add(planned(number, deck.removeLast(), random));
        }
        return new ChaosPlan(seed, engine, faults);
    }

    private static Planned planned(int number, Fault fault, Random random) {
        return new Planned(
                number,
                fault,
                Duration.ofMillis(random.nextInt(100)),
                CODES[random.nextInt(CODES.length)],
                random.nextInt(MOST_TOKENS + 1),
                1 + random.nextInt(MOST_STARTS));
    }
}
