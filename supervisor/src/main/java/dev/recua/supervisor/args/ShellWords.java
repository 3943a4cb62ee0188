package dev.recua.supervisor.args;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Splits a line into words as a POSIX shell does, without running anything.
///
/// Blanks divide words. Inside `'…'` every character stands for itself. Inside `"…"` a backslash
/// takes the meaning from `"`, `\`, `$` and `` ` ``, and stays before any other character.
/// Elsewhere a backslash takes the meaning from whatever follows. There are no variables, globs,
/// comments or operators: those characters stand for themselves.
public sealed interface ShellWords {
    /// The words of the line; `""` and `''` are empty words.
    record Words(List<String> words) implements ShellWords {
        public Words {
            words = List.copyOf(words);
        }
    }

    /// The line ends too early.
    ///
    /// @param what     what is missing, for a person
    /// @param position of the character that was opened and not closed, from 0
    record Unfinished(String line, String what, int position) implements ShellWords {
        public String message() {
            return what + " at character " + (position + 1) + " of: " + line;
        }
    }

    /// Splits one line.
    static ShellWords split(String line) {
        return new Splitter(line).split();
    }

    /// The words as one line that [#split] and a POSIX shell divide into the same words.
    static String join(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    /// The word as it is where that is unmistakable, else in `'…'`.
    static String quote(String word) {
        if (word.matches("[A-Za-z0-9_@%+=:,./-]+")) return word;
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /// The walk over one line.
    final class Splitter {
        private static final String ESCAPED_IN_QUOTES = "\"\\$`";

        private final String line;
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean inWord;
        private int at;

        private Splitter(String line) {
            this.line = line;
        }

        private ShellWords split() {
            while (at < line.length()) {
                int start = at;
                char c = line.charAt(at++);
                boolean finished =
                        switch (c) {
                            case ' ', '\t', '\n', '\r' -> endWord();
                            case '\'' -> single();
                            case '"' -> quoted();
                            case '\\' -> escaped();
                            default -> take(c);
                        };
                if (!finished) return new Unfinished(line, missing(c), start);
            }
            endWord();
            return new Words(words);
        }

        private static String missing(char opened) {
            return switch (opened) {
                case '\'' -> "a ' is not closed";
                case '"' -> "a \" is not closed";
                default -> "nothing follows the \\";
            };
        }

        private boolean endWord() {
            if (inWord) words.add(word.toString());
            word.setLength(0);
            inWord = false;
            return true;
        }

        private boolean take(char c) {
            word.append(c);
            inWord = true;
            return true;
        }

        private boolean single() {
            inWord = true;
            int end = line.indexOf('\'', at);
            if (end < 0) return false;
            word.append(line, at, end);
            at = end + 1;
            return true;
        }

        private boolean quoted() {
            inWord = true;
            while (at < line.length()) {
                char c = line.charAt(at++);
                if (c == '"') return true;
                boolean escapes =
                        c == '\\'
                                && at < line.length()
                                && ESCAPED_IN_QUOTES.indexOf(line.charAt(at)) >= 0;
                word.append(escapes ? line.charAt(at++) : c);
            }
            return false;
        }

        private boolean escaped() {
            return at < line.length() && take(line.charAt(at++));
        }
    }
}
