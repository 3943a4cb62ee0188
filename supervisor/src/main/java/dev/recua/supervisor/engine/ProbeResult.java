package dev.recua.supervisor.engine;

/// What asking a binary gave.
public sealed interface ProbeResult {
    /// It is a llama-server that runs.
    record Works(EngineFacts facts) implements ProbeResult {}

    /// It cannot be used.
    record Fails(EngineProblem problem) implements ProbeResult {}
}
