package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/// What the engine goes on from, in one of the shapes that its own `/completion` takes.
public sealed interface Prompt {
    /// A text. The engine puts the token that begins a text before it.
    static Prompt of(String text) {
        return new Text(text);
    }

    /// Tokens, taken as they are.
    static Prompt of(List<Integer> tokens) {
        return new TokenIds(tokens);
    }

    /// A text.
    record Text(@JsonValue String text) implements Prompt {}

    /// Tokens by their numbers, at least one.
    record TokenIds(@JsonValue List<Integer> tokens) implements Prompt {
        public TokenIds {
            if (tokens.isEmpty()) throw new IllegalArgumentException("a prompt without a token");
            tokens = List.copyOf(tokens);
        }
    }

    /// Texts and tokens one after the other, at least one of each: of texts alone the engine makes
    /// several prompts.
    record Mixed(List<Prompt> parts) implements Prompt {
        public Mixed {
            boolean texts = parts.stream().anyMatch(Text.class::isInstance);
            boolean tokens = parts.stream().anyMatch(TokenIds.class::isInstance);
            boolean others =
                    parts.stream().anyMatch(it -> it instanceof Mixed || it instanceof Media);
            if (!texts || !tokens || others) {
                throw new IllegalArgumentException(
                        "a mixed prompt is of texts and tokens, at least one of each");
            }
            parts = List.copyOf(parts);
        }

        @JsonValue
        List<Object> wire() {
            List<Object> wire = new ArrayList<>();
            for (Prompt part : parts) {
                switch (part) {
                    case Text(String text) -> wire.add(text);
                    case TokenIds(List<Integer> tokens) -> wire.addAll(tokens);
                    case Mixed mixed -> wire.addAll(mixed.wire());
                    case Media media -> wire.add(media);
                }
            }
            return wire;
        }
    }

    /// A text with pictures or sounds, for models that take them.
    ///
    /// @param text with [ModelProperties#mediaMarker] at each place where one belongs
    /// @param data the files in Base64, one for each marker, in their order
    record Media(
            @JsonProperty("prompt_string") String text,
            @JsonProperty("multimodal_data") List<String> data)
            implements Prompt {
        public Media {
            data = List.copyOf(data);
        }
    }
}
