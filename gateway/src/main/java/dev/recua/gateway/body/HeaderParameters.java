package dev.recua.gateway.body;

import java.util.Optional;

/// The parameters of a header such as `form-data; name="model"`: names in any case, values plain or
/// quoted (RFC 9110 §5.6.6).
final class HeaderParameters {
    private final String text;
    private int at;

    private HeaderParameters(String text) {
        this.text = text;
        this.at = text.indexOf(';');
    }

    /// The value of a parameter, without quotes.
    static Optional<String> of(String header, String name) {
        return new HeaderParameters(header).find(name);
    }

    private Optional<String> find(String wanted) {
        while (at >= 0 && at < text.length()) {
            at++; // the semicolon
            int end = nameEnd();
            String name = text.substring(at, end).strip();
            at = end;
            String value = end < text.length() && text.charAt(end) == '=' ? value() : "";
            if (name.equalsIgnoreCase(wanted)) return Optional.of(value);
            at = text.indexOf(';', at);
        }
        return Optional.empty();
    }

    private int nameEnd() {
        int end = at;
        while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) != ';') end++;
        return end;
    }

    private String value() {
        at++; // the equals sign
        while (at < text.length() && text.charAt(at) == ' ') at++;
        if (at < text.length() && text.charAt(at) == '"') return quoted();
        int end = text.indexOf(';', at);
        String plain = text.substring(at, end < 0 ? text.length() : end).strip();
        at = end < 0 ? text.length() : end;
        return plain;
    }

    private String quoted() {
        var value = new StringBuilder();
        at++; // the quote
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) at++;
            value.append(text.charAt(at));
            at++;
        }
        return value.toString();
    }
}
