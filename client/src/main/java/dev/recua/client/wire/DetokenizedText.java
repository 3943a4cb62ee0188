package dev.recua.client.wire;

/// What `/detokenize` answers.
///
/// @param content the text of the tokens
@WireRecord
public record DetokenizedText(String content) {
    public DetokenizedText {
        content = Absent.or(content, "");
    }
}
