package dev.recua.client.provider;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// What a future failed with, without what futures wrap around it.
final class Thrown {
    private Thrown() {}

    static Throwable below(Throwable thrown) {
        Throwable at = thrown;
        while (at instanceof CompletionException || at instanceof ExecutionException) {
            @Nullable Throwable cause = at.getCause();
            if (cause == null) return at;
            at = cause;
        }
        return at;
    }
}
