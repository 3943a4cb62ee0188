package dev.recua.client.tool;

import dev.recua.client.LlmClient;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.ResponseFormat;
import tools.jackson.databind.JsonNode;

/// Answers that are a record: the request carries the record's schema, and the answer is checked
/// against it before it becomes the record.
///
/// ```java
/// record City(String name, int people) {}
///
/// City city = RecordFormat.of(City.class).ask(client, ChatRequest.of("Which is the largest
/// city?"));
/// ```
///
/// Immutable.
///
/// @param <T> the record
public final class RecordFormat<T extends Record> {
    private final Class<T> type;
    private final RecordReader<T> reader;

    private RecordFormat(Class<T> type) {
        this.type = type;
        this.reader = new RecordReader<>(type);
    }

    /// Answers of this kind.
    ///
    /// @throws IllegalArgumentException when the record has a component whose type no model can
    /// fill
    public static <T extends Record> RecordFormat<T> of(Class<T> type) {
        return new RecordFormat<>(type);
    }

    /// The JSON schema of the record.
    public JsonNode schema() {
        return reader.schema();
    }

    /// What a request must carry.
    public ResponseFormat responseFormat() {
        return ResponseFormat.schema(type.getSimpleName(), reader.schema());
    }

    /// The same request for an answer of this kind.
    public ChatRequest in(ChatRequest request) {
        return request.with(it -> it.responseFormat(responseFormat()));
    }

    /// Asks, and gives the record.
    ///
    /// @throws AnswerNotRecord when the answer is none
    public T ask(LlmClient client, ChatRequest request) throws InterruptedException {
        return read(client.chat(in(request)));
    }

    /// Reads the record out of an answer. A code fence around the JSON, which models like to write
    /// where the server does not keep them to the schema, is passed over.
    ///
    /// @throws AnswerNotRecord when the answer is none
    public T read(ChatResponse answer) {
        try {
            return reader.read(unfenced(answer.text()), "The answer is no " + type.getSimpleName());
        } catch (InvalidJson e) {
            throw new AnswerNotRecord(answer, e);
        }
    }

    private static String unfenced(String text) {
        String bare = text.strip();
        int firstLine = bare.indexOf('\n');
        boolean fenced = bare.startsWith("```") && bare.endsWith("```") && firstLine > 0;
        return fenced && bare.length() > firstLine + 3
                ? bare.substring(firstLine + 1, bare.length() - 3)
                : bare;
    }
}
