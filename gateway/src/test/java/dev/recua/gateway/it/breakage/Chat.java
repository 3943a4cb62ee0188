package dev.recua.gateway.it.breakage;

/// Bodies of chat requests.
final class Chat {
    static final String PATH = "/v1/chat/completions";

    private Chat() {}

    /// A short question with a short answer.
    static String of(String model) {
        return brief(model, false);
    }

    /// The same, streamed.
    static String stream(String model) {
        return brief(model, true);
    }

    private static String brief(String model, boolean stream) {
        return "{\"model\":\"%s\",\"stream\":%s,\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                .formatted(model, stream);
    }

    /// As long an answer as the engine likes.
    static String ask(String model, boolean stream, String text) {
        return "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(model, stream, text);
    }

    /// An answer that a real engine writes for many seconds.
    static String endless(String model, boolean stream) {
        return "{\"model\":\"%s\",\"stream\":%s,\"temperature\":0,\"ignore_eos\":true,\"max_tokens\":200000,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                .formatted(model, stream);
    }
}
