package dev.recua.client.recovery;

import java.time.Duration;

/// What is done next about a failed request, as [Decision] decides it and [Mending] does it.
///
/// All but [AwaitModel] and [GiveUp] send the request again and count against `maxRetries`.
public sealed interface Step {
    /// Wait, then send the same again.
    ///
    /// @param limit  what the next attempt is given
    /// @param wished whether the pause is the server's own wish (`Retry-After`)
    record Resend(Duration pause, Duration limit, boolean wished) implements Step {}

    /// Wait, then see whether the model is there; the request is sent again when it is.
    record AwaitModel(Duration pause) implements Step {}

    /// Leave out the oldest messages.
    record Truncate() implements Step {}

    /// Ask the first model that the server has.
    record OtherModel() implements Step {}

    /// Ask for the whole answer in one piece.
    record NonStreaming() implements Step {}

    /// Join messages of the same role that follow each other.
    record Merge() implements Step {}

    /// Nothing: the failure is the caller's.
    ///
    /// @param why in words, such as `sent again 3 times, and maxRetries is 3`
    record GiveUp(String why) implements Step {}
}
