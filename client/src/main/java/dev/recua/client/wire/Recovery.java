package dev.recua.client.wire;

/// Something that was done so that an answer could be given, told with the answer. It is never part
/// of the JSON.
///
/// `dev.recua.client.recovery.Recovered` is what the clients of this library put there; this
/// interface is its shape as seen from the records of the wire, which know no failures.
public interface Recovery {
    /// Which kind of failure came before, as one of `dev.recua.client.error.ErrorType`.
    Enum<?> after();

    /// What was done about it.
    Enum<?> action();

    /// In words.
    String detail();
}
