package dev.recua.client;

import dev.recua.client.admin.AdminCalls;
import dev.recua.client.http.AnswerEvents;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Patience;
import dev.recua.client.http.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The calls of an `AdminClient` over the connections of a [RecuaClient].
///
/// @param transport for requests with an answer
/// @param streams   for streams of events, which last: they take no connection from other requests
record GatewayHttp(Transport transport, Transport streams) implements AdminCalls {
    @Override
    public <T> T get(String path, Duration limit, Class<T> type) throws InterruptedException {
        return transport.ask(HttpCall.get(path).within(limit), type);
    }

    @Override
    public String text(String path, Duration limit) throws InterruptedException {
        return transport.text(HttpCall.get(path).accepting("text/plain").within(limit));
    }

    @Override
    public AnswerEvents stream(String path, String lastEventId, Duration silence)
            throws InterruptedException {
        HttpCall call = HttpCall.get(path).with(Patience.silence(silence));
        return AnswerEvents.open(
                streams, lastEventId.isEmpty() ? call : call.header("Last-Event-ID", lastEventId));
    }

    @Override
    public <T> T order(
            String method, String path, Optional<?> body, Optional<Duration> limit, Class<T> type)
            throws InterruptedException {
        Object content = body.isPresent() ? body.get() : Map.of();
        Patience patience = limit.map(Patience::total).orElseGet(Patience::endless);
        return transport.ask(HttpCall.order(method, path, content).with(patience), type);
    }

    @Override
    public void order(String method, String path, Duration limit) throws InterruptedException {
        // To its end, so that the connection can be used again.
        var unused = transport.text(HttpCall.order(method, path, Map.of()).within(limit));
    }
}
