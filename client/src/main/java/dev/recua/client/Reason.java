package dev.recua.client;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/// What an exception of the network says, in words for a person.
final class Reason {
    private Reason() {}

    static String of(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
                return "the host name is not known";
            }
        }
        if (failure instanceof ConnectException) {
            // The JDK leaves the message of a refused connection empty.
            @Nullable String message = failure.getMessage();
            return message == null
                    ? "connection refused"
                    : message.toLowerCase(java.util.Locale.ROOT);
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        @Nullable String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
