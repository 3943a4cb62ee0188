package dev.recua.gateway.it.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A way to ask a model for text: how the question is put, and where in the answer the text is. A
/// stream must have come to the end that its dialect prescribes.
enum Dialect {
    CHAT("/v1/chat/completions", "max_tokens", "/choices/0/message/content") {
        @Override
        void ask(ObjectNode body, Question question) {
            body.set("messages", question.messages());
            if (!question.tools().isNull()) body.set("tools", question.tools());
        }

        @Override
        String streamed(Received answer) {
            endsWithDone(answer);
            return joined(answer, "/choices/0/delta/content");
        }
    },

    COMPLETION("/v1/completions", "max_tokens", "/choices/0/text") {
        @Override
        void ask(ObjectNode body, Question question) {
            body.put("prompt", question.prompt());
        }

        @Override
        String streamed(Received answer) {
            endsWithDone(answer);
            return joined(answer, "/choices/0/text");
        }
    },

    NATIVE("/completion", "n_predict", "/content") {
        @Override
        void ask(ObjectNode body, Question question) {
            body.put("prompt", question.prompt());
        }

        @Override
        String streamed(Received answer) {
            assertThat(last(answer).path("stop").asBoolean()).as("stop at the end").isTrue();
            return joined(answer, "/content");
        }
    },

    MESSAGES("/v1/messages", "max_tokens", "/content/0/text") {
        @Override
        void ask(ObjectNode body, Question question) {
            body.set("messages", question.messages());
        }

        @Override
        String streamed(Received answer) {
            assertThat(last(answer).path("type").asString()).isEqualTo("message_stop");
            return joined(answer, "/delta/text");
        }
    },

    RESPONSES("/v1/responses", "max_output_tokens", "/output/0/content/0/text") {
        @Override
        void ask(ObjectNode body, Question question) {
            body.put("input", question.text());
        }

        @Override
        String streamed(Received answer) {
            assertThat(last(answer).path("type").asString()).isEqualTo("response.completed");
            return answer.chunks().stream()
                    .filter(
                            chunk ->
                                    chunk.path("type")
                                            .asString()
                                            .equals("response.output_text.delta"))
                    .map(chunk -> chunk.path("delta").asString())
                    .collect(Collectors.joining());
        }
    };

    private final String path;
    private final String limit;
    private final String whole;

    /// @param limit name of the field with the most tokens
    /// @param whole where the text of an answer is that was not streamed
    Dialect(String path, String limit, String whole) {
        this.path = path;
        this.limit = limit;
        this.whole = whole;
    }

    abstract void ask(ObjectNode body, Question question);

    abstract String streamed(Received answer);

    String path() {
        return path;
    }

    /// A request for a model, at temperature 0.
    ObjectNode request(String model, Question question, boolean stream, int tokens) {
        ObjectNode body =
                Received.JSON
                        .createObjectNode()
                        .put("model", model)
                        .put("temperature", 0)
                        .put("stream", stream)
                        .put(limit, tokens);
        ask(body, question);
        return body;
    }

    /// What the model said.
    String text(Received answer) {
        return answer.isStream() ? streamed(answer) : answer.json().at(whole).asString();
    }

    private static void endsWithDone(Received answer) {
        assertThat(answer.events()).isNotEmpty().last().isEqualTo("[DONE]");
    }

    private static JsonNode last(Received answer) {
        assertThat(answer.chunks()).isNotEmpty();
        return answer.chunks().getLast();
    }

    private static String joined(Received answer, String pointer) {
        return answer.chunks().stream()
                .map(chunk -> chunk.at(pointer).asString(""))
                .collect(Collectors.joining());
    }
}
