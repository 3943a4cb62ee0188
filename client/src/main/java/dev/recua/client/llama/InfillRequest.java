package dev.recua.client.llama;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What stands before and after a gap in a file, for a model that was trained to fill one in
/// (`POST /infill`).
///
/// @param prefix  what stands before the gap
/// @param suffix  what stands after it
/// @param extra   other files that matter, the most important last
/// @param prompt  what the gap begins with; null is nothing
/// @param options how
public record InfillRequest(
        String prefix,
        String suffix,
        List<ExtraFile> extra,
        @Nullable String prompt,
        CompletionOptions options) {
    public InfillRequest {
        extra = List.copyOf(extra);
    }

    /// Another file.
    ///
    /// @param filename by which the model knows it
    public record ExtraFile(String filename, String text) {}

    /// Only this gap.
    public static InfillRequest of(
            String prefix, String suffix, Consumer<CompletionOptions.Choice> options) {
        return new InfillRequest(prefix, suffix, List.of(), null, CompletionOptions.of(options));
    }

    /// What is sent.
    Map<String, Object> body(Optional<String> model, boolean stream) {
        Map<String, Object> body = new LinkedHashMap<>();
        model.ifPresent(name -> body.put("model", name));
        body.put("input_prefix", prefix);
        body.put("input_suffix", suffix);
        if (!extra.isEmpty()) body.put("input_extra", extra);
        if (prompt != null) body.put("prompt", prompt);
        body.putAll(options.fields());
        if (stream) body.put("stream", true);
        return body;
    }
}
