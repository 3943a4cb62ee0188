package dev.recua.gateway.it.chaos;

import java.util.Locale;

/// Something that goes wrong with an engine.
enum Fault {
    /// SIGKILL from outside.
    KILL(true, true),
    /// SIGSTOP: it is there, and does nothing. Only a probe finds out.
    STOP_SIGNAL(true, true),
    /// It ends by itself, with a code, before an answer or in the middle of one; a real one by a
    /// signal that it does not expect.
    EXIT_CODE(true, true),
    /// Answers stand still after some tokens. `/health` goes on.
    STALL(true, false),
    /// `/health` and pings come, and never a token: prompts stand still.
    HEALTH_WITHOUT_TOKENS(true, false),
    /// It dies, and the next one takes its time, within the limit.
    SLOW_START(true, true),
    /// It dies, and the next one takes longer than the limit.
    TOO_SLOW_START(true, true),
    /// It dies, and somebody takes the port that was chosen for the next one.
    PORT_THEFT(true, true),
    /// It writes log as fast as it can, and dies.
    LOG_FLOOD(true, true),
    /// It dies, and the log file of the next one takes not a byte.
    FULL_LOG_DISK(true, true),
    /// It dies, and its binary is gone: the service is given up at once, and started by hand.
    NO_BINARY(true, true),
    /// It is told to end and does not hear it.
    TERM_IGNORED(true, false),
    /// It leaves processes of its own behind.
    GRANDCHILD(true, true),
    /// It dies, and so do the next few at their start.
    EXIT_AT_START(true, true),
    /// It dies at each start until it is given up, and is started by hand.
    CRASH_LOOP(true, true);

    private final boolean fake;
    private final boolean real;

    Fault(boolean fake, boolean real) {
        this.fake = fake;
        this.real = real;
    }

    /// Whether this kind of engine can be made to do it.
    boolean suits(ChaosPlan.Engine engine) {
        return switch (engine) {
            case FAKE -> fake;
            case REAL -> real;
        };
    }

    /// For people: `kill`, `health without tokens`.
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
