package dev.recua.gateway;

import dev.recua.gateway.admin.AdminModels;
import dev.recua.gateway.admin.EventOperations;
import dev.recua.gateway.admin.Introduction;
import dev.recua.gateway.admin.LogOperations;
import dev.recua.gateway.admin.Operation;
import dev.recua.gateway.events.EventHub;
import dev.recua.gateway.events.EventStreams;
import dev.recua.gateway.events.LiveEvents;
import dev.recua.gateway.events.LogFeed;
import dev.recua.gateway.events.Seats;
import dev.recua.gateway.events.StatusFeed;
import dev.recua.gateway.events.socketio.SocketIo;
import dev.recua.gateway.fleet.FleetWatch;
import dev.recua.gateway.http.Door;
import dev.recua.gateway.requests.RequestFollower;
import dev.recua.gateway.scheduling.Schedule;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/// Everything of a gateway that tells live what happens, wired: from the parts that know, through
/// the hub, to the doors where clients listen.
final class Newsroom implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Gateway.Parts parts;
    private final Introduction introduction;
    private final Supplier<AdminModels> models;
    private final EventHub hub;
    private final StatusFeed status;
    private final LiveEvents live;
    private final LogFeed logs;
    private final Seats seats = new Seats(Seats.USUAL);
    private final LogTap tap;

    /// @param models   asked once everything is wired
    /// @param schedule likewise
    /// @param url      where the gateway answers, with the real port
    Newsroom(
            Gateway.Parts parts,
            Vertx vertx,
            Context loop,
            Supplier<AdminModels> models,
            Supplier<Schedule> schedule,
            Supplier<URI> url) {
        this.parts = parts;
        this.models = models;
        this.introduction = new Introduction(parts.house(), url);
        this.hub = new EventHub(Long.toString(parts.clock().millis(), 36));
        this.status =
                new StatusFeed(
                        hub,
                        new StatusFeed.Around(
                                parts.catalogue(),
                                schedule,
                                parts.config().supervisor().restart().max(),
                                parts.house().startedAt(),
                                parts.clock(),
                                System::nanoTime));
        this.logs = new LogFeed(parts.clock());
        this.live =
                new LiveEvents(
                        hub,
                        status,
                        logs,
                        vertx,
                        loop,
                        () -> models.get().all().models(),
                        parts.house().engines()::list,
                        schedule);
        parts.house().engines().onChange(live::enginesChanged);
        this.tap = LogTap.open(logs);
    }

    /// Hears of children.
    FleetWatch fleet() {
        return live;
    }

    /// Hears of requests.
    RequestFollower requests() {
        return live.requests();
    }

    /// Something may have changed that nobody tells one by one.
    void lookAgain() {
        live.lookAgain();
    }

    /// How many listen to changes now.
    int listeners() {
        return hub.subscribers();
    }

    /// What the gateway's own API has of it.
    List<Operation> operations() {
        var streams =
                new EventStreams(
                        hub,
                        status,
                        logs,
                        seats,
                        introduction::info,
                        EventStreams.BEAT,
                        EventStreams.PATIENCE);
        var all = new ArrayList<>(EventOperations.of(status, streams));
        all.addAll(LogOperations.of(models.get(), parts.house(), streams));
        return all;
    }

    /// Where clients of Socket.IO come in.
    Door socketIo() {
        return new SocketIo(
                new SocketIo.Parts(
                        hub, status, seats, parts.clock(), Newsroom::id, SocketIo.Rhythm.USUAL));
    }

    @Override
    public void close() {
        live.close();
        tap.close();
    }

    private static String id() {
        byte[] bytes = new byte[15];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
