package dev.recua.gateway.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what was probably meant.
final class Nearest {
    private Nearest() {}

    /// The candidate with the fewest typing errors (insert, delete, replace, swap neighbours), if
    /// these are few for its length. Case, `-` and `_` do not count, so `maxWait` is `max-wait`.
    static Optional<String> of(String typed, Collection<String> candidates) {
        String plain = plain(typed);
        record Scored(String name, int distance) {}
        return candidates.stream()
                .map(name -> new Scored(name, distance(plain, plain(name))))
                .filter(scored -> scored.distance <= allowed(plain, plain(scored.name)))
                .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::name))
                .map(Scored::name);
    }

    private static int allowed(String typed, String name) {
        return Math.max(1, Math.min(3, Math.max(typed.length(), name.length()) / 3));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /// Optimal string alignment distance; texts longer than 64 are as far as they are long.
    static int distance(String a, String b) {
        if (a.length() > 64 || b.length() > 64)
            return a.equals(b) ? 0 : Math.max(a.length(), b.length());
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                rows[i][j] = Math.min(replace, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (swapped(a, b, i, j)) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static boolean swapped(String a, String b, int i, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
