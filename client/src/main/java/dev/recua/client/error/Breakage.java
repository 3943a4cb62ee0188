package dev.recua.client.error;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// How a connection failed, as far as an exception of the JDK tells, and the words for it.
enum Breakage {
    REFUSED(false, "connection refused"),
    UNKNOWN_HOST(false, "the host name is not known"),
    UNREACHABLE(false, "there is no way to this host"),
    TOO_LATE(true, "no answer in time"),
    UNTRUSTED(true, "its certificate is not trusted"),
    NOT_TLS(true, "it does not speak TLS there"),
    NOT_HTTP(true, "what answers there does not speak HTTP"),
    HEADERS_TOO_LARGE(true, "its headers are larger than Java takes"),
    CLOSED(true, "the connection was closed");

    private static final List<Class<? extends Throwable>> NO_NAME =
            List.of(UnresolvedAddressException.class, UnknownHostException.class);

    /// W-21: a timeout is one wherever in the chain it stands, and whatever stands around it.
    private static final List<Class<? extends Throwable>> LATE =
            List.of(
                    HttpTimeoutException.class,
                    SocketTimeoutException.class,
                    TimeoutException.class);

    private static final List<String> LARGE =
            List.of("header size too big", "header size too large", "size exceeded");

    private static final Pattern LENGTH =
            Pattern.compile("fixed content-length: (\\d+), bytes received: (\\d+)");

    private static final List<String> PARSER =
            List.of("eof reached", "received no bytes", "chunked transfer encoding, state");

    private final boolean reached;
    private final String words;

    Breakage(boolean reached, String words) {
        this.reached = reached;
        this.words = words;
    }

    /// Whether somebody was there.
    boolean reached() {
        return reached;
    }

    static Breakage of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (any(chain, NO_NAME)) return UNKNOWN_HOST;
        if (any(chain, List.of(NoRouteToHostException.class))) return UNREACHABLE;
        if (any(chain, LATE)) return TOO_LATE;
        if (any(chain, List.of(ConnectException.class))) return refusal(chain);
        if (any(chain, List.of(SSLException.class))) return tls(chain);
        if (LARGE.stream().anyMatch(it -> says(chain, it))) return HEADERS_TOO_LARGE;
        boolean foreign =
                any(chain, List.of(ProtocolException.class)) || says(chain, "status line");
        return foreign ? NOT_HTTP : CLOSED;
    }

    /// For a person: what happened, with the JDK's own words where they add something.
    static String words(Throwable failure) {
        Breakage breakage = of(failure);
        String said = lastMessage(failure);
        return switch (breakage) {
            case REFUSED, UNREACHABLE, UNKNOWN_HOST, TOO_LATE -> breakage.words;
            case CLOSED -> closed(said);
            case UNTRUSTED, NOT_TLS, NOT_HTTP, HEADERS_TOO_LARGE ->
                    said.isEmpty() ? breakage.words : breakage.words + " (" + Quote.of(said) + ")";
        };
    }

    /// The JDK says in terms of its parser that the other side closed the connection.
    private static String closed(String said) {
        Matcher length = LENGTH.matcher(said);
        if (length.find()) {
            return "the connection was closed after %s of %s bytes"
                    .formatted(length.group(2), length.group(1));
        }
        String lower = Quote.of(said).toLowerCase(Locale.ROOT);
        boolean parser = lower.isEmpty() || PARSER.stream().anyMatch(lower::contains);
        return parser ? CLOSED.words : lower;
    }

    private static Breakage refusal(List<Throwable> chain) {
        boolean noWay =
                says(chain, "unreachable")
                        || says(chain, "no route")
                        || says(chain, "host is down");
        return noWay ? UNREACHABLE : REFUSED;
    }

    private static Breakage tls(List<Throwable> chain) {
        // "Unsupported or unrecognized SSL message", "plaintext connection?", "not an SSL/TLS
        // record"
        boolean plain =
                says(chain, "unrecognized ssl")
                        || says(chain, "plaintext")
                        || says(chain, "not an ssl");
        return plain ? NOT_TLS : UNTRUSTED;
    }

    private static boolean any(List<Throwable> chain, List<Class<? extends Throwable>> types) {
        return chain.stream().anyMatch(it -> types.stream().anyMatch(type -> type.isInstance(it)));
    }

    private static boolean says(List<Throwable> chain, String words) {
        return chain.stream()
                .map(Throwable::getMessage)
                .anyMatch(it -> it != null && it.toLowerCase(Locale.ROOT).contains(words));
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (@Nullable Throwable at = failure;
                at != null && chain.size() < 20;
                at = at.getCause()) {
            chain.add(at);
        }
        return chain;
    }

    /// The innermost message is the one that says why.
    private static String lastMessage(Throwable failure) {
        return chain(failure).reversed().stream()
                .map(Throwable::getMessage)
                .filter(it -> it != null && !it.isBlank())
                .findFirst()
                .orElse("");
    }
}
