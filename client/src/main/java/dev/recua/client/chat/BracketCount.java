package dev.recua.client.chat;

/// Tells whether JSON that comes in pieces has ended, by counting brackets outside of strings; each
/// character is looked at once. It does not tell whether the JSON is right.
final class BracketCount {
    private int depth;
    private boolean opened;
    private boolean inString;
    private boolean escaped;

    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) take(piece.charAt(i));
    }

    /// Whether every bracket is closed, and there was one.
    boolean closed() {
        return opened && depth <= 0;
    }

    private void take(char c) {
        if (inString) {
            if (!escaped && c == '"') inString = false;
            escaped = !escaped && c == '\\';
            return;
        }
        switch (c) {
            case '"' -> inString = true;
            case '{', '[' -> {
                opened = true;
                depth++;
            }
            case '}', ']' -> depth--;
            default -> {
                // Numbers, words, commas: nothing that opens or closes.
            }
        }
    }
}
