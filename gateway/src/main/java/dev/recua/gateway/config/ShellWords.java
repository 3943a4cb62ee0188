package dev.recua.gateway.config;

import java.util.ArrayList;
import java.util.List;

/// Splits a text into words as a shell does, without doing anything else a shell does.
///
/// Blanks separate; `'…'` keeps everything; `"…"` keeps everything but `\"` and `\\`; a `\` outside
/// quotes keeps the next character.
final class ShellWords {
    private ShellWords() {}

    /// Splits.
    ///
    /// @throws BadValue when a quote is not closed or a `\` ends the text
    static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && escapes(quote, text, i)) {
                word.append(text.charAt(++i));
                inWord = true;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) words.add(word.toString());
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) throw new BadValue("has an open " + quote, "Close the quote.");
        if (inWord) words.add(word.toString());
        return List.copyOf(words);
    }

    private static boolean escapes(char quote, String text, int at) {
        if (quote == '\'') return false;
        if (at + 1 == text.length()) {
            if (quote != 0) return false;
            throw new BadValue("ends with a \\", "Write \\\\ for a plain one.");
        }
        char next = text.charAt(at + 1);
        return quote == 0 || next == '"' || next == '\\';
    }
}
