package dev.recua.client.chat;

import dev.recua.client.wire.ToolCall;
import dev.recua.client.wire.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// One call while its pieces come.
final class OpenCall {
    private @Nullable Integer index;
    private @Nullable String id;
    private String type = "function";
    private @Nullable String name;
    private final StringBuilder arguments = new StringBuilder();
    private BracketCount brackets = new BracketCount();

    OpenCall(@Nullable Integer index) {
        this.index = index;
    }

    @Nullable Integer index() {
        return index;
    }

    @Nullable String id() {
        return id;
    }

    boolean isNamed() {
        return name != null;
    }

    boolean isNamed(String other) {
        return other.equals(name);
    }

    boolean hasArguments() {
        return !arguments.isEmpty();
    }

    /// Whether the arguments are an object that has ended.
    boolean isWhole() {
        return brackets.closed();
    }

    /// Whether nothing at all is known of it.
    boolean isBlank() {
        return id == null && name == null && arguments.isEmpty();
    }

    /// Takes what a piece adds.
    ///
    /// @return how many characters the arguments grew by
    int add(ToolCall piece) {
        if (index == null) index = piece.index();
        if (id == null && Pieces.hasId(piece)) id = piece.id();
        if (piece.type() != null && !piece.type().isBlank()) type = piece.type();
        addName(piece.name());
        return addArguments(Pieces.arguments(piece));
    }

    /// A name comes once, in each piece anew, longer with each piece, or, rarely, in fragments
    /// before the arguments.
    private void addName(String text) {
        if (text.isBlank()) return;
        if (name == null || text.startsWith(name)) {
            name = text;
        } else if (arguments.isEmpty()) {
            name += text;
        }
    }

    private int addArguments(String text) {
        if (isWhole()) {
            if (text.isBlank() || hasSame(text)) return 0;
            if (isEmptyObject() && text.stripLeading().startsWith("{")) {
                // Some servers begin with {} and then send what it should have been.
                arguments.setLength(0);
                brackets = new BracketCount();
            }
        }
        arguments.append(text);
        brackets.add(text);
        return text.length();
    }

    private boolean isEmptyObject() {
        return arguments.toString().replaceAll("\\s", "").equals("{}");
    }

    /// Whether `text` says what the arguments say already.
    boolean hasSame(String text) {
        String mine = arguments.toString().strip();
        if (mine.equals(text.strip())) return true;
        try {
            var mapper = WireJson.mapper();
            return mapper.readTree(mine).equals(mapper.readTree(text));
        } catch (JacksonException e) {
            return false;
        }
    }

    /// The call as it goes to the caller.
    ///
    /// @param position which of the answer's calls, from 0
    /// @param newId its name when the server gave none
    ToolCall done(int position, String newId) {
        String text = arguments.toString();
        return new ToolCall(
                position,
                id == null ? newId : id,
                type,
                new ToolCall.Function(name == null ? "" : name, text.isBlank() ? "{}" : text));
    }
}
