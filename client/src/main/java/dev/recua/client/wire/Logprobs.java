package dev.recua.client.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How likely each token of an answer was; only when asked for
/// ([ChatRequest.Options#logprobs(int)]).
///
/// @param content one for each token, in order; in a stream those of the chunk
@WireRecord
public record Logprobs(List<Token> content) {
    public Logprobs {
        content = List.copyOf(Absent.orEmpty(content));
    }

    /// One token.
    ///
    /// @param token its text
    /// @param logprob natural logarithm of its probability, never above 0
    /// @param bytes its bytes, 0 to 255: a token may be half a character; null when not told
    /// @param topLogprobs the likeliest tokens at this place, likeliest first, as many as asked for
    @WireRecord
    public record Token(
            String token, double logprob, @Nullable List<Integer> bytes, List<Token> topLogprobs) {
        public Token {
            token = Absent.or(token, "");
            bytes = bytes == null ? null : List.copyOf(bytes);
            topLogprobs = List.copyOf(Absent.orEmpty(topLogprobs));
        }
    }
}
