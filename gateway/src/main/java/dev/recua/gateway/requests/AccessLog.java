package dev.recua.gateway.requests;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line of the log for each request to a model, at its end: never what was asked or answered,
/// no key, no query.
///
/// ```text
/// answered status=200 request=req-1 method=POST path=/v1/chat/completions model=qwen3:8b
///   outcome=done client=127.0.0.1 wait=0ms ttft=31ms total=842ms prompt=16 cached=15 generated=13
///   rate=41.2/s
/// ```
///
/// (one line). What is not known is left out.
public final class AccessLog implements RequestWatch {
    /// A caller chooses id and path: no line of the log is written by a caller.
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]");

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    @Override
    public void over(FinishedRequest request) {
        if (LOG.isInfoEnabled()) LOG.info(line(request));
    }

    static String line(FinishedRequest request) {
        Asked asked = request.asked();
        var line = new StringBuilder(256).append(word(request));
        add(line, "status", request.status());
        add(line, "request", asked.id());
        add(line, "method", asked.method());
        add(line, "path", asked.path());
        add(line, "model", asked.model().value());
        add(line, "outcome", request.outcome());
        add(line, "client", asked.client());
        add(line, "wait", millis(request.waited()));
        add(line, "ttft", request.ttft().map(AccessLog::millis).orElse(null));
        add(line, "total", millis(request.total()));
        addUsage(line, request.usage());
        return line.toString();
    }

    private static void addUsage(StringBuilder line, Usage usage) {
        add(line, "prompt", usage.prompt());
        add(line, "cached", usage.cached());
        add(line, "generated", usage.generated());
        Double rate = usage.tokensPerSecond();
        if (rate != null) add(line, "rate", String.format(Locale.ROOT, "%.1f/s", rate));
    }

    private static String word(FinishedRequest request) {
        return switch (request.outcome()) {
            case FinishedRequest.DONE, FinishedRequest.ENGINE_ERROR -> "answered";
            case FinishedRequest.LEFT -> "left";
            default -> "failed";
        };
    }

    private static void add(StringBuilder line, String key, @Nullable Object value) {
        if (value == null) return;
        String shown = CONTROL.matcher(value.toString()).replaceAll("?");
        line.append(' ').append(key).append('=').append(shown);
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }
}
