package dev.recua.client.config;

/// A key. Its text form is masked, so that no log, message or debugger shows it by accident.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// @throws IllegalArgumentException when it is blank or cannot stand in a header
    public static Secret of(String value) {
        if (value.isBlank()) throw new IllegalArgumentException("the key is blank");
        if (value.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            throw new IllegalArgumentException(
                    "the key has a character that no header can carry (a space, a line end, or none of ASCII)");
        }
        return new Secret(value);
    }

    /// The key itself: for the header, for nothing else.
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /// `****`, whatever the key is.
    @Override
    public String toString() {
        return "****";
    }
}
