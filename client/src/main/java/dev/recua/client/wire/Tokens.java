package dev.recua.client.wire;

import java.util.List;

/// Tokens by their numbers: what `/tokenize` answers, and what `/detokenize` takes.
///
/// @param tokens in the order of the text
@WireRecord
public record Tokens(List<Integer> tokens) {
    public Tokens {
        tokens = List.copyOf(Absent.orEmpty(tokens));
    }
}
