package dev.recua.gateway.it.stress;

import dev.recua.testkit.Golden;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A prompt of the bundled model whose answer at temperature 0 is known, whoever else is answered
/// by the same engine at the same time.
///
/// @param messages the conversation
/// @param tools    may be null in JSON
/// @param answer   the exact text
record Question(JsonNode messages, JsonNode tools, String answer) {
    /// Its answer comes to depend on what else the engine works on: batches round differently, and
    /// in a long story that is enough for another word.
    private static final String THE_STORY = "Tell me a story";

    /// All of them.
    static final List<Question> ALL =
            Received.JSON
                    .readTree(Golden.text("recua-tiny/examples.json"))
                    .valueStream()
                    .map(
                            row ->
                                    new Question(
                                            row.path("messages"),
                                            row.path("tools"),
                                            row.path("answer").asString("")))
                    .filter(question -> !question.answer().isEmpty())
                    .filter(question -> !question.text().startsWith(THE_STORY))
                    .toList();

    /// Those that are one sentence and nothing else.
    static final List<Question> PLAIN =
            ALL.stream()
                    .filter(question -> question.messages().size() == 1)
                    .filter(question -> question.tools().isNull())
                    .toList();

    /// The first thing that is said.
    String text() {
        return messages.path(0).path("content").asString();
    }

    /// A plain question in the model's own template.
    String prompt() {
        return "<|im_start|>user\n%s<|im_end|>\n<|im_start|>assistant\n".formatted(text());
    }
}
