package dev.recua.gateway.it.stress;

/// How an exchange ended, as its client saw it.
sealed interface Outcome {
    /// The whole answer has come, by the rules of HTTP.
    record Whole(Received answer) implements Outcome {}

    /// The connection ended, or stayed silent, before that.
    ///
    /// @param how what was seen
    record Broken(String how) implements Outcome {}

    /// The client left first, as it had meant to.
    ///
    /// @param when `before the answer`, or `within the answer`
    record Left(String when) implements Outcome {}
}
