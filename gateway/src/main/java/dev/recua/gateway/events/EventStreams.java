package dev.recua.gateway.events;

import dev.recua.client.admin.GatewayInfo;
import dev.recua.gateway.http.Visitor;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// The two streams of server-sent events: of changes, and of log lines. Lives on the event loop.
public final class EventStreams {
    /// Between two comments: often enough for proxies that give up a silent connection after 30 s.
    public static final Duration BEAT = Duration.ofSeconds(15);

    /// Longer than a connection may stand still that comes back: its client asks again anyway.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventHub hub;
    private final StatusFeed status;
    private final LogFeed logs;
    private final Seats seats;
    private final Supplier<GatewayInfo> info;
    private final EventStream.Rhythm rhythm;

    /// @param seats for all who listen, here and elsewhere
    /// @param info  who answers here, from memory
    /// @param beat     between two comments
    /// @param patience how long nothing may be handed to a client's connection while something
    ///     waits for it, before it loses its place
    public EventStreams(
            EventHub hub,
            StatusFeed status,
            LogFeed logs,
            Seats seats,
            Supplier<GatewayInfo> info,
            Duration beat,
            Duration patience) {
        this.hub = hub;
        this.logs = logs;
        this.seats = seats;
        this.info = info;
        this.status = status;
        this.rhythm = new EventStream.Rhythm(beat, patience);
    }

    /// Answers with changes: a snapshot and what comes after it, or what came after the event that
    /// `Last-Event-ID` names.
    public void events(HttpServerRequest request, Visitor visitor, Only only) {
        Optional<String> after = Optional.ofNullable(request.getHeader("Last-Event-ID"));
        EventStream.open(
                request,
                visitor,
                seats,
                wake -> new EventFrames(hub.subscribe(only, after, wake), info, status),
                rhythm);
    }

    /// Answers with the log lines that are written from now on.
    public void logs(HttpServerRequest request, Visitor visitor, LogFilter filter) {
        EventStream.open(request, visitor, seats, wake -> logs.read(filter, wake), rhythm);
    }
}
