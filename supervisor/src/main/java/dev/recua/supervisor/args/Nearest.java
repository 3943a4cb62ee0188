package dev.recua.supervisor.args;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the word that was probably meant.
final class Nearest {
    private Nearest() {}

    /// The candidate with the fewest changed letters (at most a third of the word, but always two);
    /// of equal ones
    /// the first in the alphabet.
    static Optional<String> to(String word, Stream<String> candidates) {
        int limit = Math.max(2, word.length() / 3);
        record Scored(String candidate, int distance) {}
        return candidates
                .map(candidate -> new Scored(candidate, distance(word, candidate)))
                .filter(scored -> scored.distance() <= limit)
                .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
                .map(Scored::candidate);
    }

    /// How many letters must be changed, added or taken away.
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
