package dev.recua.supervisor.watch;

/// What a look means.
public sealed interface Verdict {
    /// It works, or nothing says otherwise.
    record Fine() implements Verdict {}

    /// Something is wrong, not yet for long enough.
    ///
    /// @param why for people, in one line
    record Suspect(String why) implements Verdict {}

    /// It hangs: end it and start another.
    ///
    /// @param why for people, in one line
    record Hung(String why) implements Verdict {}
}
