package dev.recua.gateway.config;

import java.util.Map;
import java.util.regex.Pattern;

/// Replaces `${NAME}` by an environment variable, once: what comes in is not looked at again. `$${`
/// is a plain `${`.
final class Variables {
    private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Puts the values in.
    ///
    /// @throws BadValue when a variable is not set, or its name is none
    String replace(String text) {
        if (!text.contains("${")) return text;
        var match = FORM.matcher(text);
        var result = new StringBuilder();
        int from = 0;
        while (match.find()) {
            result.append(text, from, match.start());
            result.append(match.group(1) == null ? "${" : value(match.group(1), match.group(2)));
            from = match.end();
        }
        return result.append(text, from, text.length()).toString();
    }

    /// Whether the whole text is one `${NAME}` of a variable that is unset or empty.
    boolean isUnset(String text) {
        var match = FORM.matcher(text.strip());
        return match.matches()
                && match.group(1) != null
                && NAME.matcher(match.group(1)).matches()
                && environment.getOrDefault(match.group(1), "").isBlank();
    }

    private String value(String name, String close) {
        if (close.isEmpty() || !NAME.matcher(name).matches()) {
            throw new BadValue(
                    "has a ${ that names no variable", "Write ${NAME}, or $${ for a plain ${.");
        }
        String value = environment.get(name);
        if (value == null) {
            throw new BadValue(
                    "needs the environment variable " + name + ", which is not set",
                    "Set " + name + ", or write the value.");
        }
        return value;
    }
}
