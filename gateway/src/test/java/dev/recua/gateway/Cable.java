package dev.recua.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Lies between a client and a gateway, and can be cut.
final class Cable implements AutoCloseable {
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket near;
    private final int far;

    /// To this port of this machine.
    Cable(int far) throws IOException {
        this.far = far;
        this.near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        workers.execute(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + near.getLocalPort());
    }

    /// How many connections there were.
    int connections() {
        return connections.get();
    }

    /// Every connection breaks; new ones can be made.
    void cut() {
        ends.forEach(Cable::end);
        ends.clear();
    }

    private void accept() {
        while (!near.isClosed()) {
            try {
                Socket here = near.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), far);
                connections.incrementAndGet();
                ends.add(here);
                ends.add(there);
                workers.execute(() -> carry(here, there));
                workers.execute(() -> carry(there, here));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            // The other end hears of it below.
        } finally {
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        cut();
        workers.close();
    }
}
