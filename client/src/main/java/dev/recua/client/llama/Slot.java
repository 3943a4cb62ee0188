package dev.recua.client.llama;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.recua.client.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of llama-server's slots: a place where it works on one request (`GET /slots`). What a slot
/// never did is null.
///
/// @param id           from 0
/// @param contextSize  tokens it has room for
/// @param speculative  whether tokens are drafted
/// @param isProcessing whether it works now
/// @param taskId       of its last request
/// @param promptTokens of its last request
/// @param promptTokensProcessed of these, how many it has read
/// @param promptTokensCached    of these, how many it did not have to read again
/// @param params       how its last request generates
/// @param nextToken    how far it is; one for each sequence
/// @param prompt       its text; only with `LLAMA_SERVER_SLOTS_DEBUG=1` on the server
@WireRecord
public record Slot(
        int id,
        @JsonProperty("n_ctx") int contextSize,
        boolean speculative,
        boolean isProcessing,
        @JsonProperty("id_task") @Nullable Integer taskId,
        @JsonProperty("n_prompt_tokens") @Nullable Integer promptTokens,
        @JsonProperty("n_prompt_tokens_processed") @Nullable Integer promptTokensProcessed,
        @JsonProperty("n_prompt_tokens_cache") @Nullable Integer promptTokensCached,
        @Nullable GenerationSettings params,
        @Nullable List<NextToken> nextToken,
        @Nullable String prompt) {
    public Slot {
        nextToken = Absent.orNull(nextToken);
    }

    /// How far a slot is.
    ///
    /// @param hasNextToken whether it goes on
    /// @param hasNewLine   whether it wrote a line end
    /// @param remaining    tokens that it may still write; -1 without limit
    /// @param decoded      tokens that it wrote
    @WireRecord
    public record NextToken(
            boolean hasNextToken,
            boolean hasNewLine,
            @JsonProperty("n_remain") int remaining,
            @JsonProperty("n_decoded") int decoded) {}
}
