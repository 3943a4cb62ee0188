package dev.recua.gateway.it.stress;

/// What an outcome means for a call.
sealed interface Verdict {
    /// The right answer, whole.
    record Answered() implements Verdict {}

    /// A refusal that the contract allows here.
    record Refused(String code) implements Verdict {}

    /// The client left of its own will.
    record Left(String when) implements Verdict {}

    /// The request is lost: no whole answer, a wrong one, or a refusal that may not be.
    record Lost(String why) implements Verdict {}
}
