package dev.recua.client.recovery;

import java.util.List;

/// Why a failure was not mended: it comes as a suppressed exception with the failure that the
/// caller
/// gets, so that a log shows what was tried. It has no stack of its own.
public final class GaveUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Recovered> tried;

    /// @param why   such as `sent again 3 times, and maxRetries is 3`
    /// @param tried what was done before, in order
    GaveUp(String why, List<Recovered> tried) {
        super(message(why, tried), null, false, false);
        this.tried = List.copyOf(tried);
    }

    /// What was done before, in order; empty when the first failure was final.
    public List<Recovered> tried() {
        return tried;
    }

    private static String message(String why, List<Recovered> tried) {
        if (tried.isEmpty()) return "not mended: " + why;
        return "not mended: %s; before: %s"
                .formatted(why, String.join("; ", tried.stream().map(Recovered::detail).toList()));
    }
}
