package dev.recua.gateway;

import dev.recua.gateway.cli.CommandFailed;
import dev.recua.gateway.cli.ExitCode;
import dev.recua.gateway.config.Listen;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why an address could not be opened, and what to do. Pure.
final class CannotListen {
    private static final String ANOTHER =
            "choose another address: recua serve --listen 127.0.0.1:0";

    private CannotListen() {}

    /// `failure` in words for the user; itself when it is about something else.
    static RuntimeException on(Listen listen, RuntimeException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return failed(
                        ExitCode.FAILED,
                        listen,
                        "no address is known for " + listen.host(),
                        "Check the name, or " + ANOTHER,
                        failure);
            }
            if (cause instanceof BindException) {
                return bind(listen, String.valueOf(cause.getMessage()), failure);
            }
        }
        return failure;
    }

    /// Only an address in use has another program to stop.
    private static RuntimeException bind(Listen listen, String said, RuntimeException failure) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return failed(
                    ExitCode.IN_USE,
                    listen,
                    said,
                    "Stop the other program, or " + ANOTHER,
                    failure);
        }
        if (lower.contains("permission") || lower.contains("denied")) {
            return failed(
                    ExitCode.FAILED,
                    listen,
                    said,
                    "Ports below 1024 need a right of their own: use a higher one, or " + ANOTHER,
                    failure);
        }
        return failed(
                ExitCode.FAILED,
                listen,
                said,
                "Use an address of this machine, or " + ANOTHER,
                failure);
    }

    private static CommandFailed failed(
            ExitCode code, Listen listen, String why, String next, RuntimeException failure) {
        return new CommandFailed(
                code, "cannot listen on " + listen + ": " + why + ". " + next, failure);
    }
}
