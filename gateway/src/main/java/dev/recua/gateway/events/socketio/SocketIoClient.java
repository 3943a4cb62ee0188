package dev.recua.gateway.events.socketio;

import dev.recua.client.event.LlamaStatusEvent;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.events.EventNames;
import dev.recua.gateway.events.Listener;
import dev.recua.supervisor.Subscription;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// One connected client: does what its [Session] decides, and sends what is told as fast as it
/// reads. While it does not read, nothing is read from it either, and what it misses is the
/// business
/// of its [Listener]; one that is silent for too long is cut off.
///
/// Lives on the event loop.
final class SocketIoClient {
    private final ServerWebSocket socket;
    private final SocketIo.Parts parts;
    private final Subscription seat;
    private final Context loop;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Session session = Session.NEW;
    private Buffer message = Buffer.buffer();
    private Optional<Listener> listener = Optional.empty();
    private long deadline;
    private long entrance;
    private boolean over;

    private SocketIoClient(ServerWebSocket socket, SocketIo.Parts parts, Subscription seat) {
        this.socket = socket;
        this.parts = parts;
        this.seat = seat;
        this.loop = Objects.requireNonNull(Vertx.currentContext(), "not on the event loop");
    }

    /// Serves a client until it leaves, or is sent away.
    ///
    /// @param seat that it has taken; closed then
    static void serve(ServerWebSocket socket, SocketIo.Parts parts, Subscription seat) {
        if (socket.isClosed()) seat.close();
        else new SocketIoClient(socket, parts, seat).begin();
    }

    private void begin() {
        var rhythm = parts.rhythm();
        socket.frameHandler(this::framed);
        // broken or oversized frames, and connections that are reset
        socket.exceptionHandler(_ -> close(1002, "that is no message"));
        socket.closeHandler(_ -> end());
        send(Frame.open(parts.ids().get(), rhythm.ping(), rhythm.timeout(), SocketIo.MAX_PAYLOAD));
        ask();
        entrance = loop.owner().setTimer(rhythm.enter().toMillis(), _ -> expectEntered());
    }

    private void framed(WebSocketFrame frame) {
        if (over) return;
        if (frame.isBinary()) close(1003, "binary messages are not taken here");
        else if (frame.isText() || frame.isContinuation()) addPart(frame);
        // pings of WebSocket are answered without us; a flood of them fills the queue, too
        holdBack();
    }

    /// Vert.x would put messages together, too, but fails on one whose first part is empty.
    private void addPart(WebSocketFrame frame) {
        message.appendBuffer(frame.binaryData());
        if (message.length() > SocketIo.MAX_PAYLOAD) {
            close(1009, "a message has at most " + SocketIo.MAX_PAYLOAD + " bytes");
        } else if (frame.isFinal()) {
            String whole = message.toString();
            message = Buffer.buffer();
            received(whole);
        }
    }

    private void received(String frame) {
        Session.Turn turn = session.received(frame);
        session = turn.session();
        turn.acts().forEach(this::act);
    }

    private void act(Session.Act act) {
        switch (act) {
            case Session.Act.Send(var frame) -> send(frame);
            case Session.Act.LetIn _ -> letIn();
            case Session.Act.TellStatus(var id) -> tellStatus(id);
            case Session.Act.Alive _ -> alive();
            case Session.Act.Close(var code, var why) -> close(code, why);
        }
    }

    private void letIn() {
        String id = parts.ids().get();
        send(Frame.letIn(id));
        var greeting =
                new Greeting(
                        "connection",
                        id,
                        "Connected to Recua",
                        parts.status().status().status(),
                        parts.clock().instant().toString());
        send(Frame.event("message", json(greeting)));
        listener = Optional.of(Listener.to(parts.hub(), parts.status(), this::wake));
        tell();
    }

    /// As an event, to it alone; and as the answer, where it waits for one.
    private void tellStatus(OptionalLong id) {
        LlamaStatusEvent event = parts.status().event();
        String json = json(event);
        send(Frame.event(EventNames.LLAMA_STATUS, json));
        id.ifPresent(number -> send(Frame.answer(number, json)));
    }

    /// From any thread.
    private void wake() {
        if (woken.getAndSet(true)) return;
        loop.runOnContext(
                _ -> {
                    woken.set(false);
                    tell();
                });
    }

    private void tell() {
        while (isOpen() && !socket.writeQueueFull()) {
            Optional<Listener.Told> told = listener.flatMap(Listener::next);
            if (told.isEmpty()) return;
            send(Frame.event(told.get().name(), told.get().json()));
        }
        holdBack();
    }

    /// A client that does not read what it asked for is not heard until it does.
    private void holdBack() {
        if (!isOpen() || !socket.writeQueueFull()) return;
        socket.pause();
        socket.drainHandler(
                _ -> {
                    if (!isOpen()) return;
                    socket.resume();
                    tell();
                });
    }

    /// The next question whether it is there.
    private void ask() {
        deadline =
                after(
                        parts.rhythm().ping(),
                        () -> {
                            send(Frame.PING);
                            deadline = after(parts.rhythm().timeout(), this::silent);
                        });
    }

    private void alive() {
        loop.owner().cancelTimer(deadline);
        ask();
    }

    private void silent() {
        close(1000, "ping timeout");
    }

    private void expectEntered() {
        if (!session.entered()) close(1008, "you did not enter");
    }

    private long after(Duration time, Runnable task) {
        return loop.owner()
                .setTimer(
                        time.toMillis(),
                        _ -> {
                            if (!over) task.run();
                        });
    }

    private void send(String frame) {
        if (!isOpen()) return;
        var _ = socket.writeTextMessage(frame);
    }

    /// One that has said goodbye is closed before we are told.
    private boolean isOpen() {
        return !over && !socket.isClosed();
    }

    private void close(int code, String why) {
        if (over) return;
        end();
        var _ = socket.close((short) code, why);
        long patience = parts.rhythm().farewell().toMillis();
        loop.owner().setTimer(patience, _ -> cut());
    }

    /// Vert.x waits for one that does not read for ever: the goodbye stands behind all that it has
    /// not taken. Closed from here, not from the channel, where Vert.x would wait again.
    private void cut() {
        var _ = ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    private void end() {
        over = true;
        loop.owner().cancelTimer(deadline);
        loop.owner().cancelTimer(entrance);
        seat.close();
        listener.ifPresent(Listener::close);
        listener = Optional.empty();
    }

    private static String json(Object value) {
        return WireJson.mapper().writeValueAsString(value);
    }
}
