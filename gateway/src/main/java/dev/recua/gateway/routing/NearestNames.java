package dev.recua.gateway.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Which names somebody may have meant. People mistype, leave the size out (`qwen3` for
/// `qwen3:8b`), or use another separator (`llama-3.2-1b` for `llama3.2:1b`).
final class NearestNames {
    private NearestNames() {}

    private record Scored(String name, double score) {}

    /// The best candidates, best first; only those that share enough with what was asked.
    static List<String> of(String asked, Collection<String> names, int limit) {
        String plain = plain(asked);
        return names.stream()
                .map(name -> new Scored(name, similarity(plain, plain(name))))
                .filter(scored -> scored.score() >= 0.5)
                .sorted(
                        Comparator.comparingDouble(Scored::score)
                                .reversed()
                                .thenComparing(Scored::name))
                .map(Scored::name)
                .distinct()
                .limit(limit)
                .toList();
    }

    /// 1 for equal texts, 0 for texts that share nothing; a text that the other begins with counts
    /// as close.
    private static double similarity(String a, String b) {
        int longest = Math.max(a.length(), b.length());
        if (longest == 0) return 0;
        double byEdits = 1 - (double) edits(a, b) / longest;
        boolean begins = a.length() >= 3 && b.length() >= 3 && (a.startsWith(b) || b.startsWith(a));
        return begins ? Math.max(byEdits, 0.75) : byEdits;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "");
    }

    /// Insertions, deletions and replacements between the two (Levenshtein).
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) previous[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
