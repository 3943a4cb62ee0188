package dev.recua.client.tool;

import dev.recua.client.wire.ChatResponse;
import java.util.List;

/// A model answered something else than the record that was asked for. The message has every
/// problem, why the answer ended, and the beginning of the answer.
public final class AnswerNotRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// How much of the answer the message quotes, in characters.
    private static final int QUOTED = 500;

    private final transient ChatResponse answer;
    private final transient List<String> problems;

    AnswerNotRecord(ChatResponse answer, InvalidJson cause) {
        super(
                "%s %s It said: %s"
                        .formatted(
                                cause.getMessage(),
                                advice(answer),
                                Problems.cut(answer.text(), QUOTED)),
                cause);
        this.answer = answer;
        this.problems = cause.problems();
    }

    private static String advice(ChatResponse answer) {
        return "length".equals(answer.finishReason())
                ? "It was cut at the token limit: ask for more maxTokens."
                : "Ask again, or a larger model.";
    }

    /// The whole answer.
    public ChatResponse answer() {
        return answer;
    }

    /// What is wrong with it, each with its place as a JSON pointer.
    public List<String> problems() {
        return problems;
    }
}
