package dev.recua.testkit.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Faults of a streamed answer.
final class BrokenStreams {
    private static final Duration TICK = Duration.ofMillis(100);

    private BrokenStreams() {}

    static Map<String, Script> scripts() {
        return Map.ofEntries(
                Map.entry("silent-stream", BrokenStreams::silent),
                Map.entry("silent-after-a-token", BrokenStreams::silentAfterAToken),
                Map.entry("reset-mid-stream", BrokenStreams::resetMidStream),
                Map.entry("closed-mid-stream", it -> tokenThen(it, "")),
                Map.entry("half-an-event", it -> tokenThen(it, "data: {\"id\":\"chatcm")),
                Map.entry("no-done", BrokenStreams::noDone),
                Map.entry(
                        "error-event-after-a-token",
                        it -> whole(it, Bodies.TOKEN + serverError("Compute error."))),
                Map.entry(
                        "error-event-first", it -> whole(it, serverError("Invalid input batch."))),
                Map.entry("error-event-overflow", it -> whole(it, Bodies.event(Refusals.OVERFLOW))),
                Map.entry(
                        "error-event-engine-crashed",
                        it -> tokenThen(it, Bodies.event(Refusals.ENGINE_CRASHED))),
                Map.entry("malformed-event", BrokenStreams::malformed),
                Map.entry("pings-for-a-while", BrokenStreams::pings),
                Map.entry(
                        "proxy-page-to-a-stream",
                        it -> it.answer("200 OK", Bodies.HTML, Bodies.page("Sign in"))),
                Map.entry("json-to-a-stream", it -> it.answer("200 OK", Bodies.JSON, Bodies.CHAT)));
    }

    private static void silent(Exchange it) throws IOException, InterruptedException {
        it.beginStream();
        it.hang();
    }

    private static void silentAfterAToken(Exchange it) throws IOException, InterruptedException {
        it.beginStream();
        it.chunk(Bodies.TOKEN);
        it.hang();
    }

    private static void resetMidStream(Exchange it) throws IOException, InterruptedException {
        it.beginStream();
        it.chunk(Bodies.TOKEN);
        it.pause(TICK); // or the reset overtakes what was written
        it.reset();
    }

    /// Ends without the last chunk, as a server does that died.
    private static void tokenThen(Exchange it, String more) throws IOException {
        it.beginStream();
        it.chunk(Bodies.TOKEN);
        if (!more.isEmpty()) it.chunk(more);
    }

    private static void noDone(Exchange it) throws IOException {
        whole(it, Bodies.TOKEN + Bodies.TOKEN_2);
    }

    private static void malformed(Exchange it) throws IOException {
        whole(
                it,
                Bodies.TOKEN
                        + "data: {\"choices\":[{\"delta\"\n\n"
                        + Bodies.TOKEN_2
                        + Bodies.LAST
                        + Bodies.DONE);
    }

    /// A server that reads a long prompt and says every 100 ms, for 1.5 s, that it is alive.
    private static void pings(Exchange it) throws IOException, InterruptedException {
        it.beginStream();
        for (int i = 0; i < 15; i++) {
            it.chunk(":\n\n");
            if (it.pause(TICK)) return;
        }
        it.chunk(Bodies.TOKEN + Bodies.TOKEN_2 + Bodies.LAST + Bodies.DONE);
        it.lastChunk();
    }

    private static void whole(Exchange it, String events) throws IOException {
        it.beginStream();
        it.chunk(events);
        it.lastChunk();
    }

    private static String serverError(String message) {
        return Bodies.event(Bodies.engineError(500, "server_error", message));
    }
}
