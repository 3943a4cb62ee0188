package dev.recua.gateway.config;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// The address that the gateway listens on.
///
/// @param host a name or an IP address; IPv6 without its brackets
/// @param port 0 to 65535; 0 takes any free one
public record Listen(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,9})");
    private static final String HINT = "Write host:port, such as 127.0.0.1:8091 or [::1]:8091.";

    public Listen {
        if (host.isBlank()) throw new IllegalArgumentException("host is blank");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
        }
    }

    /// Reads `host:port`; an IPv6 address stands in brackets. Looks nothing up.
    ///
    /// @throws BadValue when it is anything else
    public static Listen parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) throw new BadValue("is no address: " + text, HINT);
        int port = Integer.parseInt(match.group(2));
        if (port > 65535) {
            throw new BadValue("has port " + port, "Ports are 0 (any free one) to 65535.");
        }
        String host = match.group(1);
        if (host.startsWith("[")) host = host.substring(1, host.length() - 1);
        if (looksLikeIp(host) && !isLiteral(host))
            throw new BadValue("is no IP address: " + text, HINT);
        return new Listen(host, port);
    }

    /// Whether only this machine reaches it. A name other than `localhost` counts as reachable:
    /// what it resolves to can change.
    public boolean isLoopback() {
        if (host.equalsIgnoreCase("localhost")) return true;
        return looksLikeIp(host)
                && isLiteral(host)
                && InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    /// `host:port`, as [#parse] reads it.
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static boolean looksLikeIp(String host) {
        return host.contains(":") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static boolean isLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host).getHostAddress() != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
