package dev.recua.client.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// One request to a model, while it lives or after it. What is not known is null.
///
/// @param id              its `X-Request-Id`
/// @param model           id of the model
/// @param path            that was asked
/// @param client          address of the caller
/// @param phase           `queued`, `loading`, `prompt`, `streaming`, `done` or `failed`
/// @param position        how many wait before it, while it is queued
/// @param waitMs          milliseconds until it got its model, so far while it waits
/// @param ttftMs          milliseconds from its arrival to the first byte of the answer
/// @param tokensPerSecond generated, as the engine measured
/// @param status          HTTP status; 499 when its client left
@JsonIgnoreProperties(ignoreUnknown = true)
public record RequestInfo(
        String id,
        String model,
        String path,
        String client,
        @OneOf({"queued", "loading", "prompt", "streaming", "done", "failed"}) String phase,
        @Nullable Integer position,
        @Nullable Long waitMs,
        @Nullable Long ttftMs,
        Tokens tokens,
        @Nullable Double tokensPerSecond,
        @Nullable Integer status) {

    /// What the engine counted.
    ///
    /// @param prompt    tokens of the prompt, those from the cache included
    /// @param cached    of these, how many it did not have to read again
    /// @param generated tokens of the answer
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Tokens(
            @Nullable Integer prompt, @Nullable Integer cached, @Nullable Integer generated) {}
}
