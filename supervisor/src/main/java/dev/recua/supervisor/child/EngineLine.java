package dev.recua.supervisor.child;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a line of an engine is. Pure.
///
/// How much it matters, the first that applies:
/// 1. `M.SS.mmm.uuu L `, or `L ` alone when timestamps are off: the letter says it, on stderr and
///    on stdout.
/// 2. one object of `--log-jsonl`: its `level`; other objects than log lines are debug
/// 3. stdout: debug
/// 4. stderr, by its first words: errors of the arguments, of the loader and of the C++ runtime
///    come without a prefix
/// 5. stderr otherwise: information. Not everything on stderr is a warning.
///
/// Seen in 0.7.0 (build 11669): the prefix, the `error:` lines, and the JSON lines, which that
/// build writes to stderr although its help says stdout.
sealed interface EngineLine {

    /// Which of its two streams a line came from.
    enum Stream {
        STDOUT,
        STDERR
    }

    /// For the log.
    record Said(LogLevel level, List<String> lines) implements EngineLine {}

    /// It tells how far it has come; meant for a program, not for a log.
    record Loading(LoadProgress progress) implements EngineLine {}

    /// Another line for the router that it believes to be its parent.
    record Protocol() implements EngineLine {}

    /// What this line is.
    ///
    /// @param text without its end
    static EngineLine parse(Stream stream, String text) {
        String plain =
                text.indexOf('\u001b') < 0 ? text : Words.COLOUR.matcher(text).replaceAll("");
        int protocol = plain.indexOf(Words.PROTOCOL);
        if (protocol >= 0) return protocol(plain.substring(protocol + Words.PROTOCOL.length()));
        if (plain.startsWith("{\"type\":")) {
            Optional<EngineLine> object = object(plain);
            if (object.isPresent()) return object.get();
        }
        return new Said(level(stream, plain), List.of(plain));
    }

    private static LogLevel level(Stream stream, String line) {
        Matcher prefix = Words.PREFIX.matcher(line);
        if (prefix.lookingAt()) return ofLetter(prefix.group(1).charAt(0));
        if (stream == Stream.STDOUT) return LogLevel.DEBUG;
        if (Words.ERROR.matcher(line).find()) return LogLevel.ERROR;
        return Words.WARNING.matcher(line).find() ? LogLevel.WARN : LogLevel.INFO;
    }

    private static LogLevel ofLetter(char letter) {
        return switch (letter) {
            case 'E' -> LogLevel.ERROR;
            case 'W' -> LogLevel.WARN;
            case 'D' -> LogLevel.DEBUG;
            default -> LogLevel.INFO;
        };
    }

    private static EngineLine protocol(String said) {
        if (!said.startsWith("state:")) return new Protocol();
        try {
            JsonNode state = Words.JSON.readTree(said.substring("state:".length()));
            JsonNode payload = state.path("payload");
            String stage = payload.path("current").asString("");
            double value = payload.path("value").asDouble(-1);
            boolean loading = state.path("state").asString("").equals("loading");
            boolean whole = !stage.isBlank() && value >= 0 && value <= 1;
            return loading && whole ? new Loading(new LoadProgress(stage, value)) : new Protocol();
        } catch (JacksonException other) {
            return new Protocol();
        }
    }

    private static Optional<EngineLine> object(String line) {
        try {
            JsonNode object = Words.JSON.readTree(line);
            if (!object.path("type").asString("").equals("log"))
                return Optional.of(new Said(LogLevel.DEBUG, List.of(line)));
            List<String> lines = object.path("msg").asString("").stripTrailing().lines().toList();
            return Optional.of(new Said(ofWord(object.path("level").asString("")), lines));
        } catch (JacksonException cutOrOther) {
            return Optional.empty();
        }
    }

    private static LogLevel ofWord(String word) {
        return switch (word) {
            case "error", "fatal" -> LogLevel.ERROR;
            case "warn", "warning" -> LogLevel.WARN;
            case "debug", "trace" -> LogLevel.DEBUG;
            default -> LogLevel.INFO;
        };
    }

    /// Whether the raw bytes begin as an error line does: for lines that there is no time to
    /// decode.
    static boolean beginsLikeError(byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end && isOfTime(bytes[at])) at++;
        if (at > from) at++;
        if (at + 1 < end && bytes[at] == 'E' && bytes[at + 1] == ' ') return true;
        return at == from
                && (begins("error", bytes, from, end) || begins("GGML_ASSERT", bytes, from, end));
    }

    private static boolean isOfTime(byte b) {
        return b == '.' || (b >= '0' && b <= '9');
    }

    /// Whether the raw bytes are a line of the protocol.
    static boolean beginsLikeProtocol(byte[] bytes, int from, int length) {
        return begins(Words.PROTOCOL, bytes, from, from + length);
    }

    private static boolean begins(String word, byte[] bytes, int from, int end) {
        if (end - from < word.length()) return false;
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) return false;
        }
        return true;
    }

    /// What lines are recognised by.
    final class Words {
        /// What a llama-server that thinks it is a router's child says on stdout.
        static final String PROTOCOL = "cmd_child_to_router:";

        static final JsonMapper JSON = new JsonMapper();

        /// The colour codes that `--log-colors on` writes.
        static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

        /// Minutes, seconds, milliseconds, microseconds, level.
        static final Pattern PREFIX = Pattern.compile("(?:\\d+\\.\\d+\\.\\d+\\.\\d+ )?([EWIDT]) ");

        static final Pattern ERROR =
                Pattern.compile(
                        "^(?:\\S+: )?(?:error|fatal)\\b|: error while loading shared libraries|^GGML_ASSERT"
                                + "|: GGML_ASSERT|^terminate called|^\\s+what\\(\\): |\\bfailed to\\b|\\bCUDA error",
                        Pattern.CASE_INSENSITIVE);

        static final Pattern WARNING =
                Pattern.compile("^(?:\\S+: )?warn(?:ing)?\\b", Pattern.CASE_INSENSITIVE);

        private Words() {}
    }
}
