package dev.recua.gateway.config;

/// A text that is no value of the kind asked for. The loader turns it into a [Problem]; parsers
/// throw it.
public final class BadValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String hint;

    /// A refusal of one text.
    ///
    /// @param message what is wrong, without a final stop
    /// @param hint a whole sentence that says what to write instead
    public BadValue(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /// What to write instead.
    public String hint() {
        return hint;
    }
}
