package dev.recua.gateway.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// An engine made of a raw socket: does on each connection what the test's script says.
public final class ScriptedUpstream implements AutoCloseable {

    /// What happens on one connection; the socket is closed afterwards.
    public interface Script {
        void run(RawPeer peer, int connection) throws Exception;
    }

    private final ServerSocket server;
    private final Thread accepting;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    private ScriptedUpstream(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    public static ScriptedUpstream start(Script script) {
        return start(0, script);
    }

    /// @param receiveBuffer bytes; 0 leaves the system's
    public static ScriptedUpstream start(int receiveBuffer, Script script) {
        try {
            var server = new ServerSocket();
            if (receiveBuffer > 0) server.setReceiveBufferSize(receiveBuffer);
            server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new ScriptedUpstream(server, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Upstream address() {
        return new Upstream("127.0.0.1", server.getLocalPort(), "child-key");
    }

    public int connections() {
        return connections.get();
    }

    /// Nobody listens any more when it returns: until the thread that accepts has left, the socket
    /// listens on.
    @Override
    public void close() throws IOException {
        server.close();
        try {
            accepting.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : sockets) socket.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.run(new RawPeer(socket), number);
        } catch (Exception e) {
            // The other side hung up, or the test is over: what matters is asserted by the test.
        }
    }
}
