package dev.recua.supervisor.engine;

/// Puts an exception into one line of a log; parsers write theirs over several.
final class Cause {
    private Cause() {}

    static String of(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return e.getClass().getSimpleName() + ": " + message;
    }
}
