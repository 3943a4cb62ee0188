package dev.recua.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What matters of a request body, read as a stream of tokens: loading databind would double the
/// fake's first answer.
///
/// @param maxTokens -1 = no limit
/// @param lastText  the last `content`, `text` or `prompt` of the body
/// @param inputs    how many texts `input` has
record FakeRequest(
        boolean stream, boolean includeUsage, long maxTokens, String lastText, int inputs) {

    /// @throws IllegalArgumentException when `body` is no JSON
    static FakeRequest parse(byte[] body) {
        boolean stream = false;
        boolean includeUsage = false;
        long maxTokens = -1;
        String lastText = "";
        int inputs = 0;
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() == null) throw new IllegalArgumentException("the body is empty");
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                String name =
                        json.currentName() == null
                                ? String.valueOf(path.peek())
                                : json.currentName();
                switch (token) {
                    case START_ARRAY, START_OBJECT -> path.push(name);
                    case END_ARRAY, END_OBJECT -> {
                        if (!path.isEmpty()) path.pop();
                    }
                    case VALUE_STRING -> {
                        if (name.equals("content") || name.equals("text") || name.equals("prompt"))
                            lastText = json.getString();
                        if (name.equals("input")) inputs++;
                    }
                    case VALUE_TRUE -> {
                        if (name.equals("stream")) stream = true;
                        if (name.equals("include_usage")) includeUsage = true;
                    }
                    case VALUE_NUMBER_INT -> {
                        if (name.equals("max_tokens") || name.equals("max_completion_tokens"))
                            maxTokens = json.getLongValue();
                    }
                    default -> {}
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "[json.exception.parse_error.101] " + e.getOriginalMessage(), e);
        }
        return new FakeRequest(stream, includeUsage, maxTokens, lastText, inputs);
    }
}
