package dev.recua.client.provider;

import java.util.List;

/// No provider that may be asked gave an answer. [#errors] says why of each, in the order of the
/// attempts.
public final class NoProvider extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ProviderError> errors;

    NoProvider(List<ProviderError> errors) {
        super(
                message(errors),
                errors.stream().flatMap(it -> it.failure().stream()).findFirst().orElse(null));
        this.errors = List.copyOf(errors);
    }

    /// Why of each, in the order of the attempts.
    public List<ProviderError> errors() {
        return errors;
    }

    private static String message(List<ProviderError> errors) {
        return "No provider answered:\n  "
                + String.join("\n  ", errors.stream().map(ProviderError::text).toList());
    }
}
