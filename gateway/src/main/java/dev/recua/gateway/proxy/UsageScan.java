package dev.recua.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.recua.gateway.requests.Usage;
import org.jspecify.annotations.Nullable;

/// Finds in passing JSON what an engine counted: a walk over the bytes that knows strings from
/// structure and looks only into the objects of [UsagePlace].
///
/// No tree, and memory that does not grow: what is not looked into is a number of open brackets.
/// Strings are skipped as strings, so an answer that speaks of usage is not taken for it. Text that
/// is no JSON does no harm: it gives nothing. Feed pieces of any size. Not thread-safe.
final class UsageScan {
    private static final int DEEPEST = 8;

    private final UsageFacts facts = new UsageFacts();
    private final UsagePlace[] path = new UsagePlace[DEEPEST];
    private final byte[] word = new byte[UsageKey.LONGEST];
    private int depth;
    private int skipped;
    private boolean inString;
    private boolean escaped;
    private boolean isKey;
    private boolean afterColon;
    private int wordLength;
    private @Nullable UsageKey key;

    /// Takes the next bytes, `from` inclusive to `to` exclusive.
    void feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (inString) at = string(bytes, at, to);
            else if (skipped > 0) at = skip(bytes, at, to);
            else structure(bytes[at++]);
        }
    }

    /// The next bytes begin a new text: the next event of a stream.
    void nextText() {
        depth = 0;
        skipped = 0;
        inString = false;
        facts.stopped(false);
        nothingNamed();
    }

    /// What is known by now.
    Usage usage() {
        return facts.usage();
    }

    /// Goes through a string to its end, or to the end of the piece.
    private int string(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at++];
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
                wordLength = word.length; // none of our keys is written with an escape
            } else if (b == '"') {
                inString = false;
                if (isKey) key = UsageKey.find(place(), word, wordLength);
                wordLength = 0;
                return at;
            } else if (isKey) {
                collect(b);
            }
        }
        return at;
    }

    /// Goes through an array or object that says nothing about usage.
    private int skip(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && skipped > 0) {
            switch (bytes[at++]) {
                case '"' -> {
                    beginString(false);
                    return at;
                }
                case '{', '[' -> skipped++;
                case '}', ']' -> skipped--;
                default -> {}
            }
        }
        return at;
    }

    private void structure(byte b) {
        switch (b) {
            case '"' -> beginString(!afterColon && inObject());
            case ':' -> {
                afterColon = true;
                wordLength = 0;
            }
            case ',' -> valueEnded();
            case '{' -> open(true);
            case '[' -> open(false);
            case '}', ']' -> {
                valueEnded();
                close();
            }
            case ' ', '\t', '\r', '\n' -> {}
            default -> {
                if (afterColon && key != null) collect(b);
            }
        }
    }

    private void beginString(boolean asKey) {
        inString = true;
        escaped = false;
        isKey = asKey;
        wordLength = 0;
    }

    private void collect(byte b) {
        if (wordLength < word.length) word[wordLength++] = b;
    }

    /// A number, a literal or anything else has ended where a value of ours may stand.
    private void valueEnded() {
        UsageKey named = key;
        if (named != null && wordLength > 0) take(named, new String(word, 0, wordLength, US_ASCII));
        nothingNamed();
    }

    private void nothingNamed() {
        key = null;
        afterColon = false;
        wordLength = 0;
    }

    private void take(UsageKey named, String value) {
        if (named == UsageKey.STOP) {
            facts.stopped(value.equals("true"));
            return;
        }
        try {
            facts.number(named, Double.parseDouble(value));
        } catch (NumberFormatException noNumber) {
            // `null`, or no JSON at all: it says nothing
        }
    }

    private void open(boolean object) {
        UsagePlace next = within(object);
        nothingNamed();
        if (next == null || depth == DEEPEST) skipped = 1;
        else path[depth++] = next;
    }

    private @Nullable UsagePlace within(boolean object) {
        return switch (place()) {
            case OUTSIDE -> object ? UsagePlace.ROOT : UsagePlace.ITEMS;
            case ITEMS -> object ? UsagePlace.ROOT : null;
            case ROOT, ENVELOPE, USAGE, DETAILS, TIMINGS ->
                    object && afterColon && key != null ? key.object() : null;
        };
    }

    private void close() {
        if (depth == 0) return;
        if (place() == UsagePlace.ROOT) facts.ended();
        depth--;
    }

    private boolean inObject() {
        return place() != UsagePlace.OUTSIDE && place() != UsagePlace.ITEMS;
    }

    private UsagePlace place() {
        return depth == 0 ? UsagePlace.OUTSIDE : path[depth - 1];
    }
}
