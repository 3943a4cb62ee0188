package dev.recua.supervisor.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/// Where a child listens, as `--host` says it, and where it is reached from this machine.
///
/// `localhost` is taken as 127.0.0.1: it may also mean `::1`, where llama-server does not listen.
/// A host that means every address is reached over loopback.
///
/// @param name an address or a host name; no path of a Unix socket
public record ListenHost(String name) {

    /// 127.0.0.1, the engine's own default.
    public static final ListenHost LOOPBACK = new ListenHost("127.0.0.1");

    public ListenHost {
        if (name.isBlank()) throw new IllegalArgumentException("the host is blank");
        if (name.endsWith(".sock"))
            throw new IllegalArgumentException(
                    "host is a Unix socket (" + name + "): only addresses and names are served");
    }

    /// The host by which this machine reaches it.
    public String reachedAs() {
        return switch (name) {
            case "localhost", "0.0.0.0" -> LOOPBACK.name();
            case "::" -> "::1";
            default -> name;
        };
    }

    /// [#reachedAs] as an address; may ask the name service, which may block.
    public InetAddress address() throws UnknownHostException {
        return InetAddress.getByName(reachedAs());
    }

    /// Whether that is an address of this machine.
    public boolean isLocal() {
        try {
            InetAddress at = address();
            return at.isLoopbackAddress() || NetworkInterface.getByInetAddress(at) != null;
        } catch (IOException unknown) {
            return false;
        }
    }

    /// What the engine binds; may ask the name service, which may block.
    InetAddress bound() throws UnknownHostException {
        return InetAddress.getByName(name.equals("localhost") ? reachedAs() : name);
    }

    /// Who listens on `port` there; empty when that is not known, or it is another machine.
    public Optional<PortOwner> owner(int port) {
        try {
            return isLocal() ? PortOwner.of(bound(), port) : Optional.empty();
        } catch (UnknownHostException unknown) {
            return Optional.empty();
        }
    }

    /// `http://host:port`, without a path.
    public URI url(int port) {
        String host = reachedAs();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }
}
