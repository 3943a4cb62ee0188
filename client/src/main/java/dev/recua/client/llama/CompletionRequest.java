package dev.recua.client.llama;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What the engine itself shall go on from, without any chat template (`POST /completion`).
///
/// @param prompts at least one; several are worked on together
/// @param options how
public record CompletionRequest(List<Prompt> prompts, CompletionOptions options) {
    public CompletionRequest {
        if (prompts.isEmpty()) throw new IllegalArgumentException("no prompt");
        prompts = List.copyOf(prompts);
    }

    /// One text.
    public static CompletionRequest of(String prompt, Consumer<CompletionOptions.Choice> options) {
        return new CompletionRequest(List.of(Prompt.of(prompt)), CompletionOptions.of(options));
    }

    /// How many answers it will have.
    public int answers() {
        return prompts.size() * options.answers();
    }

    /// What is sent.
    Map<String, Object> body(Optional<String> model, boolean stream) {
        Map<String, Object> body = new LinkedHashMap<>();
        model.ifPresent(name -> body.put("model", name));
        body.put("prompt", prompts.size() == 1 ? prompts.getFirst() : prompts);
        body.putAll(options.fields());
        if (stream) body.put("stream", true);
        return body;
    }
}
