package dev.recua.client.error;

import java.util.regex.Pattern;

/// Words of a server as they may stand in a message of ours: one line, without the control
/// characters that steer a terminal, without anything that looks like a key, and not too long.
final class Quote {
    /// How much of a server's words a message quotes.
    static final int LONGEST = 600;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}]+");
    private static final Pattern CONTROL_IN_LINE = Pattern.compile("[\\p{Cntrl}\\p{Cf}&&[^\n\t]]");
    private static final Pattern SPACES = Pattern.compile("\\s{2,}");

    /// A server that quotes the request back would put the key into every log (R-002-88).
    private static final Pattern KEY =
            Pattern.compile("(?i)(\\bbearer\\s+)[^\\s\"',;]{8,}|\\bsk-[A-Za-z0-9_*.-]{6,}");

    private Quote() {}

    static String of(String words) {
        return of(words, LONGEST);
    }

    static String of(String words, int longest) {
        String line = SPACES.matcher(CONTROL.matcher(words).replaceAll(" ")).replaceAll(" ");
        return cut(masked(line), longest);
    }

    /// The same with its line ends, for words that stand by themselves.
    static String lines(String words, int longest) {
        return cut(masked(CONTROL_IN_LINE.matcher(words).replaceAll(" ")), longest);
    }

    private static String masked(String words) {
        return KEY.matcher(words).replaceAll(it -> keep(it.group(1)) + "****").strip();
    }

    private static String cut(String words, int longest) {
        return words.length() <= longest ? words : words.substring(0, longest) + "…";
    }

    private static String keep(@org.jspecify.annotations.Nullable String prefix) {
        return prefix == null ? "" : prefix;
    }
}
