package dev.recua.gateway.cli;

import dev.recua.client.GatewayAddress;
import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.Health;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The gateway that one `recua run` talks to: the running one, else one inside this process.
///
/// The thread that made it connects and asks; any thread may [#stop()] it.
final class Session implements AutoCloseable {
    private static final long STOP_SECONDS = 6;

    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final Thread owner = Thread.currentThread();
    private final CountDownLatch connected = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile @Nullable RecuaClient client;
    private volatile @Nullable EmbeddedGateway own;

    Session(Surroundings surroundings, GlobalOptions global) {
        this.surroundings = surroundings;
        this.global = global;
    }

    /// Finds the running gateway or starts one. A gateway that the user named must answer; its
    /// absence is never papered over with another.
    ///
    /// @throws CommandFailed when there is none and none can be started
    RecuaClient connect(Progress progress) throws InterruptedException {
        try {
            var gateways = new Gateways(surroundings, global);
            GatewayAddress address = gateways.address();
            progress.show("asking " + address.uri());
            RecuaClient running = gateways.client(address);
            client = running;
            if (answers(running, address)) {
                return running;
            }
            running.close();
            return connectToOwn(progress);
        } finally {
            connected.countDown();
            progress.close();
        }
    }

    private RecuaClient connectToOwn(Progress progress) throws InterruptedException {
        progress.show("starting a gateway");
        EmbeddedGateway gateway =
                surroundings.embedded().open(ServeOptions.embedded(global.home()), progress::show);
        own = gateway;
        RecuaClient toOwn = RecuaClient.of(gateway.url(), gateway.apiKey());
        client = toOwn;
        return toOwn;
    }

    private static boolean answers(RecuaClient running, GatewayAddress address)
            throws InterruptedException {
        try {
            Health health = running.health();
            if (!health.saysOk() && address.source().isExplicit()) {
                throw new CommandFailed(
                        ExitCode.FAILED,
                        "%s (%s) answers, but says \"%s\" instead of \"ok\". Is it a Recua gateway?"
                                .formatted(address.uri(), address.origin(), health.status()));
            }
            return health.saysOk();
        } catch (LlmException e) {
            // Nobody is there, or some other program has the port. Only an address that the user
            // named must be a gateway.
            if (!address.source().isExplicit()) {
                return false;
            }
            throw Gateways.isAbsent(e) ? Gateways.notRunning(address, e) : e;
        }
    }

    /// Ends what is going on, from another thread, and returns when nothing is left behind.
    void stop() {
        stopped = true;
        owner.interrupt();
        try {
            // An engine that is just being installed or started is undone by whoever starts it.
            boolean settled = connected.await(STOP_SECONDS, TimeUnit.SECONDS);
            if (settled) {
                close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the user stopped it.
    boolean isStopped() {
        return stopped;
    }

    @Override
    public void close() {
        @Nullable RecuaClient openClient = client;
        if (openClient != null) {
            openClient.close();
        }
        @Nullable EmbeddedGateway openGateway = own;
        if (openGateway != null) {
            openGateway.close();
        }
    }
}
