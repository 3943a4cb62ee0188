package dev.recua.supervisor.child;

import java.lang.System.Logger.Level;

/// How much a line of an engine matters, from the least to the most.
public enum LogLevel {
    /// For those who look for something: what it says on stdout, and its own debug lines.
    DEBUG(Level.DEBUG),
    /// What it does.
    INFO(Level.INFO),
    /// It goes on, but look.
    WARN(Level.WARNING),
    /// Something failed.
    ERROR(Level.ERROR);

    private final Level system;

    LogLevel(Level system) {
        this.system = system;
    }

    /// How much a line matters that was read back from a log file, which does not tell the stream
    /// that it came from: as much as one of stderr does, by the rules of [EngineLine].
    public static LogLevel ofLine(String text) {
        return switch (EngineLine.parse(EngineLine.Stream.STDERR, text)) {
            case EngineLine.Said said -> said.level();
            case EngineLine.Loading l -> DEBUG;
            case EngineLine.Protocol p -> DEBUG;
        };
    }

    /// The same level of [System.Logger].
    public Level system() {
        return system;
    }
}
