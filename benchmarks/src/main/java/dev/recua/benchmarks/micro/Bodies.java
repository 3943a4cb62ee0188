package dev.recua.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/// Request bodies as clients send them; the same bytes in every run.
enum Bodies {
    /// One question with a system prompt, 1 KB.
    CHAT_1KB {
        @Override
        byte[] make() {
            return conversation(1 << 10, 400);
        }
    },
    /// A long conversation, 64 KB.
    CHAT_64KB {
        @Override
        byte[] make() {
            return conversation(64 << 10, 700);
        }
    },
    /// A question about one image, 10 MB of base64 in a single text.
    IMAGE_10MB {
        @Override
        byte[] make() {
            var pixels = new byte[(10 << 20) / 4 * 3];
            new Random(20).nextBytes(pixels);
            String image = Base64.getEncoder().encodeToString(pixels);
            String json =
                    """
                    {"model":"recua-tiny","stream":true,"messages":[{"role":"user","content":[\
                    {"type":"text","text":"What is this?"},{"type":"image_url","image_url":\
                    {"url":"data:image/png;base64,%s"}}]}]}"""
                            .formatted(image);
            return json.getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final String WORDS =
            "The recua follows the lead mule, \\\"steady\\\" as ever, over the pass\\nand down again – día y noche. ";

    abstract byte[] make();

    /// A conversation of about `size` bytes in messages of about `piece` bytes. The wanted fields
    /// come last, where a reader that stops early gains nothing.
    private static byte[] conversation(int size, int piece) {
        var json = new StringBuilder("{\"messages\":[");
        int length = piece / WORDS.length() + 1;
        for (int turn = 0; turn == 0 || json.length() < size - piece; turn++) {
            json.append(turn == 0 ? "" : ",")
                    .append("{\"role\":\"")
                    .append(turn % 2 == 0 ? "user" : "assistant")
                    .append("\",\"content\":\"")
                    .append(WORDS.repeat(length))
                    .append("\"}");
        }
        json.append(
                "],\"temperature\":0.7,\"max_tokens\":256,\"stream\":true,\"model\":\"recua-tiny\"}");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
