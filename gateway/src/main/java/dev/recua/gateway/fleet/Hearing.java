package dev.recua.gateway.fleet;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Finds a child that lives on and takes no connections any more, and has it ended.
///
/// llama-server 0.7.0 does so when somebody else sends it SIGTERM: it closes its port at once and
/// breaks off its streams within `--sse-ping-interval`. Whoever waits for a whole answer waits in
/// vain, and so does the process, for its standard input, which we hold. Its health would tell it
/// only after some looks, half a minute apart. So whoever was refused or broken off has the port
/// tried: a refusal means that nobody listens. What runs may end within the grace of a
/// stop; then the child is ended, and those that have no byte of an answer yet go to the next one.
///
/// Safe from any thread; looks and waits on virtual threads of its own.
final class Hearing {
    private static final int CONNECT_MS = 1000;

    private final Duration grace;
    private final Set<Long> tested = ConcurrentHashMap.newKeySet();

    /// @param grace for the answers under way, as in a stop
    Hearing(Duration grace) {
        this.grace = grace;
    }

    /// Returns at once. While one test of a number goes on, another of it does nothing.
    ///
    /// @param end ends the child, for this reason
    void test(long generation, Running child, Consumer<String> end) {
        if (!tested.add(generation)) return;
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                if (refuses(child) && !endsInTime(child))
                                    end.accept("it takes no connections any more");
                            } finally {
                                tested.remove(generation);
                            }
                        });
    }

    private static boolean refuses(Running child) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(child.host(), child.port()), CONNECT_MS);
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unclear) {
            return false;
        }
    }

    private boolean endsInTime(Running child) {
        try {
            child.server().exited().get(grace.toMillis(), MILLISECONDS);
            return true;
        } catch (TimeoutException runs) {
            return false;
        } catch (ExecutionException unknown) {
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
