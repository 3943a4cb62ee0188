package dev.recua.gateway.cli.chat;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Tells JLine when a message is complete, and which word the cursor is in. Nothing is quoted or
/// escaped: what was typed is what is meant.
final class DraftParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && Draft.isOpen(line)) {
            throw new EOFError(-1, -1, "the message goes on in the next line");
        }
        return new Words(line, cursor, List.of(line.substring(0, cursor).split("\\s+", -1)));
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return false;
    }

    /// @param words of the line up to the cursor; the last one, perhaps empty, is being typed
    record Words(String line, int cursor, List<String> words) implements CompletingParsedLine {
        @Override
        public String word() {
            return words.getLast();
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }

        @Override
        public int wordIndex() {
            return words.size() - 1;
        }
    }
}
