package dev.recua.supervisor.proxyconfig;

/// Something in the file that a person should know.
///
/// @param file    its name
/// @param line    from 1
/// @param column  from 1, of the key, or of what cannot be read
/// @param text    what, and what to do; begins with the key where there is one
public record Finding(String file, int line, int column, String text) {
    /// `.llama-proxy-config.json:3:5: ctx_size: must be a whole number, was "big"`.
    public String message() {
        return file + ":" + line + ":" + column + ": " + text;
    }
}
