package dev.recua.client.wire;

/// Which text to split into tokens, as llama-server's `/tokenize` takes it.
///
/// @param content the text
/// @param addSpecial whether the tokens that begin (and end) a text for this model are added
/// @param parseSpecial whether `<|im_start|>` and the like in the text become the tokens that they
///     name, rather than ordinary text
@WireRecord
public record TokenizeRequest(String content, boolean addSpecial, boolean parseSpecial) {
    /// The text as it is: nothing added, named tokens taken as such, which is the engine's default.
    public static TokenizeRequest of(String content) {
        return new TokenizeRequest(content, false, true);
    }
}
