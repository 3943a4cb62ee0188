package dev.recua.gateway.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Which known words somebody may have meant.
final class Nearest {
    private static final int MOST = 3;

    private Nearest() {}

    /// At most three of `known`, nearest first, none that differs in more than a third of its
    /// letters (but two may always differ).
    static List<String> to(String word, Collection<String> known) {
        return known.stream()
                .map(name -> new Candidate(name, distance(word, name)))
                .filter(it -> it.distance <= Math.max(2, it.name.length() / 3))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    private record Candidate(String name, int distance) {}

    /// Levenshtein's distance: how many letters must be added, removed or changed.
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
