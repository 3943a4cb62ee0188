package dev.recua.client.error;

import dev.recua.client.wire.ApiError;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How many tokens did not fit, and into how many: llama.cpp tells both beside its error
/// (`n_prompt_tokens`, `n_ctx`), others in its sentence.
///
/// @param prompt  tokens of the prompt; null when it is not told
/// @param context tokens that there is room for; null when it is not told
record TokenCounts(@Nullable Integer prompt, @Nullable Integer context) {
    private static final Pattern PROMPT =
            Pattern.compile("(?:resulted in|you requested(?: about)?|request \\() ?([\\d,]{1,12})");
    private static final Pattern CONTEXT =
            Pattern.compile(
                    "(?:maximum context length is|context size \\(|context length of(?: only)?)"
                            + " ?([\\d,]{1,12})");

    static TokenCounts of(ApiError error) {
        String said = error.message().toLowerCase(Locale.ROOT);
        @Nullable Integer prompt = told(error, "n_prompt_tokens");
        @Nullable Integer context = told(error, "n_ctx");
        return new TokenCounts(
                prompt == null ? read(PROMPT, said) : prompt,
                context == null ? read(CONTEXT, said) : context);
    }

    private static @Nullable Integer told(ApiError error, String name) {
        @Nullable JsonNode details = error.details();
        if (details == null) return null;
        JsonNode count = details.path(name);
        return count.canConvertToInt() ? Integer.valueOf(count.asInt()) : null;
    }

    private static @Nullable Integer read(Pattern pattern, String said) {
        Matcher match = pattern.matcher(said);
        if (!match.find()) return null;
        String digits = match.group(1).replace(",", "");
        // Nine digits always fit an int.
        return digits.isEmpty() || digits.length() > 9 ? null : Integer.valueOf(digits);
    }
}
