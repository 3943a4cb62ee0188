package dev.recua.gateway.config;

import dev.recua.gateway.config.GatewayConfig.Install;
import dev.recua.supervisor.engine.Variant;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Text → value, for what needs no type of its own. Each throws [BadValue].
final class Parsers {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "[a-zA-Z][a-zA-Z0-9+.-]*://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final int MOST_PORTS = 65_535;

    private Parsers() {}

    /// `true` or `false`.
    static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new BadValue(
                            "must be true or false, was " + text, "Write true or false.");
        };
    }

    /// A whole number in decimal digits.
    static Function<String, Integer> atLeast(int least) {
        return text -> {
            String hint = "Write a whole number from " + least + " to " + Integer.MAX_VALUE + ".";
            try {
                if (!text.matches("-?[0-9]+"))
                    throw new BadValue("is no whole number: " + text, hint);
                int number = Integer.parseInt(text);
                if (number < least)
                    throw new BadValue("must be at least " + least + ", was " + text, hint);
                return number;
            } catch (NumberFormatException _) {
                throw new BadValue("is out of range: " + text, hint);
            }
        };
    }

    /// A number from 0 to 1, such as `0.2`.
    static double fraction(String text) {
        String hint = "Write a number from 0 to 1, such as 0.2.";
        if (!text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?"))
            throw new BadValue("is no number: " + text, hint);
        double number = Double.parseDouble(text);
        if (number < 0 || number > 1) throw new BadValue("must be 0 to 1, was " + text, hint);
        return number;
    }

    /// Reads `none` as nothing.
    static <T> Function<String, Optional<T>> orNone(Function<String, T> parser) {
        return text -> text.equals("none") ? Optional.empty() : Optional.of(parser.apply(text));
    }

    /// A text with something in it, on one line.
    static String name(String text) {
        if (text.isBlank() || text.codePoints().anyMatch(Character::isISOControl)) {
            throw new BadValue("is empty or has a line break", "Write a name.");
        }
        return text.strip();
    }

    static String host(String text) {
        if (HOST.matcher(text).matches()) return text;
        throw new BadValue(
                "is no host name: " + text,
                "Write only the name, such as recua.local, without scheme and port.");
    }

    static String origin(String text) {
        if (text.equals("*")) {
            throw new BadValue(
                    "would open the gateway to every web page",
                    "Name each origin, such as https://chat.example.org.");
        }
        if (ORIGIN.matcher(text).matches()) return text;
        throw new BadValue(
                "is no origin: " + text,
                "Write scheme://host or scheme://host:port, without a path or a final slash.");
    }

    /// Where a server answers: `http://host:port`.
    static URI url(String text) {
        try {
            var url = new URI(text);
            boolean bare =
                    List.of("", "/").contains(String.valueOf(url.getPath()))
                            && url.getQuery() == null
                            && url.getFragment() == null
                            && url.getUserInfo() == null;
            if ("https".equals(url.getScheme()))
                throw new BadValue(
                        "speaks TLS, which a server is not asked over",
                        "Write its http:// address, or put a tunnel between.");
            if ("http".equals(url.getScheme()) && url.getHost() != null && bare) {
                if (url.getPort() == 0 || url.getPort() > MOST_PORTS)
                    throw new BadValue(
                            "has no port that there is: " + url.getPort(),
                            "Write one from 1 to " + MOST_PORTS + ".");
                return URI.create("http://" + url.getAuthority());
            }
        } catch (URISyntaxException _) {
            // the same answer as for any other text that is no URL
        }
        throw new BadValue(
                "is no address of a server",
                "Write one such as http://127.0.0.1:8080, without a user name and a path.");
    }

    static OrAuto<Variant> variant(String text) {
        return OrAuto.parse(
                text,
                word ->
                        Variant.find(word)
                                .orElseThrow(
                                        () ->
                                                new BadValue(
                                                        "is no variant: " + word,
                                                        "Write auto, cpu, metal, vulkan or cuda.")));
    }

    static Install install(String text) {
        return switch (text) {
            case "auto" -> Install.AUTO;
            case "never" -> Install.NEVER;
            default ->
                    throw new BadValue(
                            "must be auto or never, was " + text, "Write auto or never.");
        };
    }

    static LogLevel level(String text) {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().equalsIgnoreCase(text)) return level;
        }
        throw new BadValue("is no log level: " + text, "Write error, warn, info, debug or trace.");
    }

    /// The name of a variable for a child.
    static String variable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new BadValue("is no name of a variable", "Use letters, digits and _.");
        }
        if (name.equals("LLAMA_API_KEY")) {
            throw new BadValue("is set by Recua, each engine has its own key", "Remove it.");
        }
        return name;
    }

    /// A path, absolute and normal: `~` is `home`, a relative one starts at `base`.
    static Function<String, Path> path(Path base, Path home) {
        return text -> {
            try {
                if (text.isBlank()) throw new BadValue("is empty", "Write a path.");
                boolean inHome =
                        text.equals("~") || text.startsWith("~/") || text.startsWith("~\\");
                Path path =
                        inHome
                                ? home.resolve(text.substring(Math.min(2, text.length())))
                                : base.resolve(text);
                return path.toAbsolutePath().normalize();
            } catch (InvalidPathException _) {
                throw new BadValue("is no path", "Write a path without unusual characters.");
            }
        };
    }
}
