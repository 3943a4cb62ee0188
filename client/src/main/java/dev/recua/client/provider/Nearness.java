package dev.recua.client.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether an address is the user's own or somebody else's, by what is written in it: no name is
/// looked up for it, since the question itself would tell somebody. Pure.
///
/// Local is
/// - this machine: `localhost`, names below `.localhost`, `127.0.0.0/8`, `::1`, `0.0.0.0` and `::`;
/// - the own network: `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, `169.254.0.0/16`,
///   `fc00::/7`, `fe80::/10`
///   ([RFC 1918](https://www.rfc-editor.org/rfc/rfc1918),
///   [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193)), names of one word as compose and hosts
///   files have them (`llama-cpp`), and names below `.local`, `.lan`, `.internal` and `.home.arpa`.
///
/// Everything else is remote, also what cannot be judged, such as an IPv4 address written as one
/// number.
public enum Nearness {
    LOCAL,
    REMOTE;

    private static final List<String> OWN_NAMES =
            List.of(".localhost", ".local", ".lan", ".internal", ".home.arpa");
    private static final Pattern IPV4 =
            Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9_-]*[a-z0-9])?");

    /// Whose address this is.
    public static Nearness of(URI address) {
        @Nullable String host = address.getHost();
        if (host == null) return REMOTE;
        String plain = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return literal(plain).map(Nearness::isOwn).orElseGet(() -> isOwnName(plain))
                ? LOCAL
                : REMOTE;
    }

    /// The address that a host is written as; empty when it is a name. Looks nothing up: only what
    /// is an address in full is given to the parser.
    private static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!bare.contains(":") && !IPV4.matcher(bare).matches()) return Optional.empty();
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean isOwn(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc);
    }

    private static boolean isOwnName(String host) {
        return NAME.matcher(host).matches() || OWN_NAMES.stream().anyMatch(host::endsWith);
    }
}
