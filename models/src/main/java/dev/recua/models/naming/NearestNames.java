package dev.recua.models.naming;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Which names somebody may have meant: of models, configuration keys, options or commands.
///
/// People mistype, leave the end out (`qwen3` for `qwen3:8b`), or use another separator or case
/// (`max_wait` for `max-wait`). Pure.
public final class NearestNames {
    private static final int LONGEST = 200;

    private NearestNames() {}

    private record Scored(String name, double score) {}

    /// The best candidates, best first; only those that share enough with what was asked.
    ///
    /// @param limit how many at most
    public static List<String> of(String asked, Collection<String> names, int limit) {
        String plain = plain(asked);
        if (plain.length() > LONGEST) return List.of();
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

    /// Insertions, deletions, replacements and exchanged neighbours between the two (optimal string
    /// alignment).
    private static int edits(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int edits = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                boolean swapped = areSwapped(a, b, i, j);
                rows[i][j] = swapped ? Math.min(edits, rows[i - 2][j - 2] + 1) : edits;
            }
        }
        return rows[a.length()][b.length()];
    }

    private static boolean areSwapped(String a, String b, int i, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
