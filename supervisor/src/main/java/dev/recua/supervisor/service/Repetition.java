package dev.recua.supervisor.service;

import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;

/// Which failures are worth another start without anybody having asked for it. Pure.
///
/// - Never the lasting ones (`BAD_MAGIC`, `UNKNOWN_FLAG`, …): the file, the settings or the engine
///   must change.
/// - Never `FILE_NOT_FOUND`, `NO_PERMISSION`, `BINARY_NOT_FOUND`, `NOT_EXECUTABLE`,
///   `MISSING_LIBRARY`, `MISSING_PART`, `GPU_NOT_FOUND`, `GPU_DRIVER`: a person must act, and is
///   told at once. Nor `STOPPED`: it was wanted.
/// - `OUT_OF_MEMORY` and `TIMEOUT` when it has been ready since it was last started by hand: then
/// it
///   is an accident, such as memory of the dead one that is not free yet.
/// - `PORT_IN_USE` when each start takes another port; not on a port that the configuration names.
/// - `KILLED`, `CRASHED`, `EXITED`, `NOT_LAUNCHED`, `GPU_LOST` always.
final class Repetition {
    private Repetition() {}

    /// @param wasWell   whether it has been ready since it was last started by hand
    /// @param fixedPort whether the next start would use the same port
    static boolean isWorthIt(StartFailure failure, boolean wasWell, boolean fixedPort) {
        return !failure.lasting() && isWorthIt(failure.cause(), wasWell, fixedPort);
    }

    private static boolean isWorthIt(Cause cause, boolean wasWell, boolean fixedPort) {
        return switch (cause) {
            case BAD_MAGIC,
                    BAD_VERSION,
                    TRUNCATED,
                    BAD_MODEL,
                    UNKNOWN_ARCHITECTURE,
                    UNKNOWN_QUANTIZATION,
                    BAD_TENSORS,
                    BAD_TOKENIZER,
                    BAD_TEMPLATE,
                    BAD_PROJECTOR,
                    BAD_ADAPTER,
                    GPU_UNSUPPORTED,
                    WRONG_PLATFORM,
                    ILLEGAL_INSTRUCTION,
                    UNKNOWN_FLAG,
                    BAD_VALUE ->
                    false;
            case FILE_NOT_FOUND,
                    NO_PERMISSION,
                    BINARY_NOT_FOUND,
                    NOT_EXECUTABLE,
                    MISSING_LIBRARY,
                    MISSING_PART,
                    GPU_NOT_FOUND,
                    GPU_DRIVER,
                    STOPPED ->
                    false;
            case OUT_OF_MEMORY, TIMEOUT -> wasWell;
            case PORT_IN_USE -> !fixedPort;
            case KILLED, CRASHED, EXITED, NOT_LAUNCHED, GPU_LOST -> true;
        };
    }
}
