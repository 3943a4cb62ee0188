package dev.recua.gateway.http;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who may talk to us from a browser: keeps other web pages away from a service on loopback.
///
/// Two attacks are refused on every route. *DNS rebinding*: a page's own name is made to resolve to
/// 127.0.0.1, so its requests are same-origin for the browser, but carry its name as `Host`. *Cross
/// site requests*: any page may post to `http://127.0.0.1:8091`; the browser then says so in
/// `Origin` or `Sec-Fetch-Site` ([Fetch Metadata](https://www.w3.org/TR/fetch-metadata/)).
/// Programs send neither header and are not affected.
///
/// Pure and immutable; safe from any thread.
public final class OriginGuard {
    /// What a request may do.
    public sealed interface Verdict {
        /// It may go on.
        ///
        /// @param corsOrigin the origin to echo in `Access-Control-Allow-Origin`, when it is not
        ///     our own
        record Allowed(Optional<String> corsOrigin) implements Verdict {}

        /// Its `Host` is not ours.
        record ForeignHost(String host) implements Verdict {}

        /// It comes from a page that we do not know.
        record ForeignOrigin(String origin) implements Verdict {}
    }

    /// The headers and the place that decide.
    ///
    /// @param modelRoute whether local applications may call the route from a page (the model
    ///     routes), or only our own pages (everything else)
    /// @param navigation whether a person may follow a link from elsewhere to it
    public record Visit(
            @Nullable String host,
            @Nullable String origin,
            @Nullable String fetchSite,
            @Nullable String fetchMode,
            boolean get,
            boolean modelRoute,
            boolean navigation) {}

    private static final Set<String> APP_SCHEMES = Set.of("app", "tauri", "vscode-webview");
    private static final Pattern IP_LITERAL = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|\\[.*]");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

    private final Set<String> hosts;
    private final boolean checkHost;
    private final boolean anyAddress;
    private final Set<String> allowedOrigins;

    /// @param listenHost     the address that we listen on
    /// @param allowedHosts   more names that we are reached by
    /// @param allowedOrigins more origins that may call model routes
    /// @param keyRequired    whether every request needs a key: then `Host` is not checked, since a
    ///     rebinding page has no key
    public OriginGuard(
            String listenHost,
            List<String> allowedHosts,
            List<String> allowedOrigins,
            boolean keyRequired) {
        var names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        names.add(bracketed(listenHost));
        allowedHosts.forEach(host -> names.add(hostOf(host)));
        this.hosts = Set.copyOf(names);
        this.checkHost = !keyRequired;
        this.anyAddress = WILDCARDS.contains(listenHost);
        this.allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /// Decides on one request.
    public Verdict judge(Visit visit) {
        String host = visit.host();
        if (checkHost && host != null && !isOurs(host)) return new Verdict.ForeignHost(host);
        String origin = visit.origin();
        if (origin == null) return judgeWithoutOrigin(visit);
        if (isOwnOrigin(origin, host)) return new Verdict.Allowed(Optional.empty());
        if (visit.modelRoute() && isLocalApplication(origin)) {
            return new Verdict.Allowed(Optional.of(origin));
        }
        return new Verdict.ForeignOrigin(origin);
    }

    private static Verdict judgeWithoutOrigin(Visit visit) {
        boolean followedLink =
                visit.get() && visit.navigation() && "navigate".equalsIgnoreCase(visit.fetchMode());
        if (followedLink) return new Verdict.Allowed(Optional.empty());
        if ("cross-site".equalsIgnoreCase(visit.fetchSite()))
            return new Verdict.ForeignOrigin("a cross-site page");
        // a page on another port of this machine: an image of it could order `/unload`
        if (!visit.modelRoute() && "same-site".equalsIgnoreCase(visit.fetchSite()))
            return new Verdict.ForeignOrigin("a page on another port");
        return new Verdict.Allowed(Optional.empty());
    }

    /// By name only: a forwarded port is still us. An address cannot be rebound, so each address is
    /// ours when we listen on all of them.
    private boolean isOurs(String hostHeader) {
        String host = hostOf(hostHeader);
        return hosts.contains(host) || (anyAddress && IP_LITERAL.matcher(host).matches());
    }

    /// Same scheme family, host and port as the address that the request was sent to; or another
    /// of our names on the same port.
    private boolean isOwnOrigin(String origin, @Nullable String hostHeader) {
        URI uri = parse(origin);
        if (uri == null || hostHeader == null || !isHttp(uri)) return false;
        String authority = uri.getRawAuthority();
        if (authority == null) return false;
        if (authority.equalsIgnoreCase(hostHeader)) return true;
        return portOf(authority).equals(portOf(hostHeader)) && hosts.contains(hostOf(authority));
    }

    private boolean isLocalApplication(String origin) {
        if (allowedOrigins.contains(origin)) return true;
        URI uri = parse(origin);
        if (uri == null || uri.getScheme() == null) return false;
        if (APP_SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) return true;
        String authority = uri.getRawAuthority();
        return isHttp(uri) && authority != null && isLoopback(hostOf(authority));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || (host.startsWith("127.") && IP_LITERAL.matcher(host).matches());
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                || "https".equalsIgnoreCase(uri.getScheme());
    }

    private static @Nullable URI parse(String origin) {
        try {
            return URI.create(origin);
        } catch (IllegalArgumentException notAnOrigin) {
            return null;
        }
    }

    /// The name in `name:port`, lower case, without the trailing dot of a fully qualified name.
    private static String hostOf(String authority) {
        String host = authority;
        int colon = authority.lastIndexOf(':');
        if (colon >= 0 && authority.indexOf(']', colon) < 0) host = authority.substring(0, colon);
        if (host.endsWith(".")) host = host.substring(0, host.length() - 1);
        return host.toLowerCase(Locale.ROOT);
    }

    private static String portOf(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon >= 0 && authority.indexOf(']', colon) < 0;
        return hasPort ? authority.substring(colon + 1) : "80";
    }

    private static String bracketed(String host) {
        String bare = host.toLowerCase(Locale.ROOT);
        return bare.contains(":") && !bare.startsWith("[") ? "[" + bare + "]" : bare;
    }
}
