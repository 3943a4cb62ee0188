package dev.recua.gateway.fleet;

import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.service.ServiceChange;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// Why a server ended or never came to be: from the words of `supervisor` into those of the
/// scheduler and of requests, and back. Pure.
final class Causes {
    private Causes() {}

    /// Why a service was given up.
    static LoadFailure of(StartFailure failure) {
        return new LoadFailure(
                failure.cause() == Cause.TIMEOUT
                        ? LoadFailure.Kind.TIMEOUT
                        : LoadFailure.Kind.FAILED,
                sentences(failure),
                failure.cause().name().toLowerCase(Locale.ROOT),
                failure.lasting(),
                code(failure.exitCode()),
                failure.log());
    }

    /// Why there was nothing to launch, for the service, which must know whether to try again.
    static StartFailure of(LoadFailure failure) {
        return new StartFailure(
                cause(failure), failure.message(), "", Exit.NEVER_RAN, failure.log());
    }

    private static Cause cause(LoadFailure failure) {
        if (failure.lasting()) return Cause.BAD_MODEL;
        return switch (failure.kind()) {
            case ENGINE_MISSING -> Cause.BINARY_NOT_FOUND;
            case TIMEOUT -> Cause.TIMEOUT;
            // one that was there may come back by itself; one that never was is told at once
            case FAILED ->
                    failure.cause().equals(RunElsewhere.NOT_REACHABLE)
                            ? Cause.TIMEOUT
                            : Cause.FILE_NOT_FOUND;
        };
    }

    /// How a server ended that comes back.
    static Departure of(ServiceChange.Crashed crashed) {
        return crashed.exit()
                .map(exit -> of(exit, crashed.cause()))
                .orElseGet(() -> Departure.of(crashed.cause(), OptionalInt.empty(), List.of()));
    }

    /// How a server ended that was given up.
    static Departure of(ServiceChange.Failed failed) {
        StartFailure failure = failed.failure();
        return failed.exit()
                .map(exit -> of(exit, failure.message()))
                .orElseGet(
                        () ->
                                Departure.of(
                                        failure.message(),
                                        code(failure.exitCode()),
                                        failure.log()));
    }

    /// One that was killed because it hung is told by that, not by our own signal.
    private static Departure of(Exit exit, String cause) {
        return Departure.of(
                exit.asked() ? cause : exit.describe(), code(exit.code()), exit.lastLines());
    }

    /// The end that was wanted.
    static Departure of(Exit exit) {
        return Departure.of(exit.describe(), code(exit.code()), exit.lastLines());
    }

    private static String sentences(StartFailure failure) {
        if (failure.next().isEmpty()) return failure.message();
        String here = here(failure.cause());
        return failure.message() + ". " + failure.next() + (here.isEmpty() ? "" : " " + here);
    }

    /// Where in the gateway that is done which `supervisor` advises: it does not know us.
    private static String here(Cause cause) {
        return switch (cause) {
            case BINARY_NOT_FOUND,
                    NOT_EXECUTABLE,
                    MISSING_LIBRARY,
                    WRONG_PLATFORM,
                    ILLEGAL_INSTRUCTION,
                    BAD_VERSION,
                    UNKNOWN_ARCHITECTURE,
                    UNKNOWN_QUANTIZATION,
                    BAD_TOKENIZER ->
                    "Another engine is named by --engine, RECUA_ENGINE or engine.path.";
            case TIMEOUT -> "The limit is supervisor.start-timeout.";
            case OUT_OF_MEMORY, KILLED ->
                    "A model's `context`, `parallel` and `gpu-layers` say how much it takes.";
            case UNKNOWN_FLAG, BAD_VALUE, BAD_TEMPLATE ->
                    "A model's `args` and `env` are in the configuration.";
            case PORT_IN_USE,
                    FILE_NOT_FOUND,
                    NO_PERMISSION,
                    BAD_MAGIC,
                    TRUNCATED,
                    BAD_MODEL,
                    BAD_TENSORS,
                    BAD_PROJECTOR,
                    BAD_ADAPTER,
                    MISSING_PART,
                    GPU_NOT_FOUND,
                    GPU_DRIVER,
                    GPU_UNSUPPORTED,
                    GPU_LOST,
                    NOT_LAUNCHED,
                    CRASHED,
                    STOPPED,
                    EXITED ->
                    "";
        };
    }

    private static OptionalInt code(int code) {
        return code == Exit.NEVER_RAN ? OptionalInt.empty() : OptionalInt.of(code);
    }
}
