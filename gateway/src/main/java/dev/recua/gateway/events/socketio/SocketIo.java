package dev.recua.gateway.events.socketio;

import dev.recua.gateway.events.EventHub;
import dev.recua.gateway.events.Seats;
import dev.recua.gateway.events.StatusFeed;
import dev.recua.gateway.http.Dialect;
import dev.recua.gateway.http.Door;
import dev.recua.gateway.http.OrderErrors;
import dev.recua.gateway.http.Query;
import dev.recua.gateway.http.Visitor;
import dev.recua.supervisor.Subscription;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The door for clients of Socket.IO, at [#PATHS]. Only WebSocket is spoken; whoever asks for
/// anything else is refused in the words of Engine.IO, so that the client says why.
///
/// Callers were judged before, as on every route: a foreign `Origin` and, where a key is set, one
/// without it in a header do not get here. Lives on the event loop.
public final class SocketIo implements Door {
    /// The path of source 000, and the usual one.
    static final Set<String> PATHS =
            Set.of("/llamaproxws", "/llamaproxws/", "/socket.io", "/socket.io/");

    /// Largest frame and message that a client may send, bytes.
    public static final int MAX_PAYLOAD = 64 * 1024;

    private final Parts parts;

    /// What clients are told from.
    ///
    /// @param seats for all who listen, here and elsewhere
    /// @param ids   random ones, each used once
    public record Parts(
            EventHub hub,
            StatusFeed status,
            Seats seats,
            InstantSource clock,
            Supplier<String> ids,
            Rhythm rhythm) {}

    /// How long a client may be silent.
    ///
    /// @param ping     from one sign of life to the next question
    /// @param timeout  how long it may take to answer that
    /// @param enter    how long it may take to enter
    /// @param farewell how long it may take to answer our goodbye
    public record Rhythm(Duration ping, Duration timeout, Duration enter, Duration farewell) {
        /// 25 s and 60 s, as source 000 has it; 45 s to enter, as Socket.IO's own server has it.
        public static final Rhythm USUAL =
                new Rhythm(
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(10));
    }

    public SocketIo(Parts parts) {
        this.parts = parts;
    }

    @Override
    public boolean owns(String path) {
        return PATHS.contains(path);
    }

    @Override
    public void answer(HttpServerRequest request, Visitor visitor, String path) {
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            visitor.answer(request, 400, "application/json", refusal.get());
            return;
        }
        Optional<Subscription> seat = parts.seats().take();
        if (seat.isEmpty()) {
            int all = parts.seats().all();
            visitor.refuse(request, Dialect.OPENAI, OrderErrors.allSeatsTaken(all));
            return;
        }
        request.toWebSocket()
                .onSuccess(socket -> SocketIoClient.serve(socket, parts, seat.get()))
                .onFailure(
                        _ -> {
                            seat.get().close();
                            visitor.answer(
                                    request, 400, "application/json", wrong(3, "Bad request"));
                        });
    }

    /// In the order in which Engine.IO's own server judges, with its codes.
    private static Optional<String> refusal(HttpServerRequest request) {
        var query = Query.of(request);
        if (!query.value("transport").equals(Optional.of("websocket")))
            return Optional.of(wrong(0, "Transport unknown"));
        if (query.has("sid")) return Optional.of(wrong(1, "Session ID unknown"));
        if (!request.method().equals(HttpMethod.GET))
            return Optional.of(wrong(2, "Bad handshake method"));
        if (!request.canUpgradeToWebSocket()) return Optional.of(wrong(3, "Bad request"));
        if (!query.value("EIO").equals(Optional.of("4")))
            return Optional.of(wrong(5, "Unsupported protocol version"));
        return Optional.empty();
    }

    private static String wrong(int code, String message) {
        return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }
}
