package dev.recua.client.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Which name somebody may have meant. Case and the signs between words do not count (`base_url` is
/// `baseUrl`), and the end may be left out (`temp`); of the rest at most a third may differ. Pure.
final class Nearest {
    private static final int LONGEST = 60;

    private Nearest() {}

    private record Scored(String name, int edits) {}

    static Optional<String> of(String asked, Collection<String> names) {
        String plain = plain(asked);
        if (plain.isEmpty() || plain.length() > LONGEST) return Optional.empty();
        return names.stream()
                .map(name -> new Scored(name, distance(plain, plain(name))))
                .filter(it -> it.edits() * 3 <= Math.max(plain.length(), it.name().length()))
                .min(Comparator.comparingInt(Scored::edits).thenComparing(Scored::name))
                .map(Scored::name);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static int distance(String asked, String name) {
        boolean begins = asked.length() >= 3 && name.startsWith(asked) && !name.equals(asked);
        return begins ? 1 : edits(asked, name);
    }

    /// Insertions, deletions and replacements between the two.
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }
}
