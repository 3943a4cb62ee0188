package dev.recua.gateway.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The id that ties a request to its log lines: the caller's `X-Request-Id`, or a new one.
final class RequestId {
    private static final int MAX_LENGTH = 128;
    private static final HexFormat HEX = HexFormat.of();

    private RequestId() {}

    /// The caller's id when it can stand in a header and a log line (at most 128 printable ASCII
    /// characters, no space), else `req-` and 16 random hex digits.
    static String of(@Nullable String sent) {
        return sent != null && isPlain(sent) ? sent : fresh();
    }

    private static boolean isPlain(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String fresh() {
        return "req-" + HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
