package dev.recua.client.fake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The JVM's name resolver in these tests: it notes which names were looked up, and takes every
/// name
/// below `.recua.test` for this machine, so that a test can have servers of somebody else's.
/// Everything else is looked up as ever.
public final class RecordingResolver extends InetAddressResolverProvider {
    /// What names of somebody else's servers end in.
    public static final String ELSEWHERE = ".recua.test";

    private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

    /// Whether this name was ever looked up in this JVM.
    public static boolean wasAskedFor(String host) {
        return ASKED.contains(host);
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver usual = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                ASKED.add(host);
                return host.endsWith(ELSEWHERE)
                        ? Stream.of(InetAddress.getLoopbackAddress())
                        : usual.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return usual.lookupByAddress(address);
            }
        };
    }
}
