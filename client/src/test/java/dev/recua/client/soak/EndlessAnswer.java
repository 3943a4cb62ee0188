package dev.recua.client.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recua.client.fake.FakeHttp;
import dev.recua.client.fake.FakeProvider;
import dev.recua.client.fake.Wire;
import java.io.IOException;

/// A streamed answer of any length, in events of 150 bytes, as fast as its reader takes it.
///
/// @param events how many with text
record EndlessAnswer(long events) implements FakeHttp.Handler {
    /// Of one event, `data: ` and the empty line after it included.
    static final int EVENT_BYTES = 150;

    private static final int AT_ONCE = 200;
    private static final String EVENT = event();

    /// One of at least so many bytes.
    static EndlessAnswer ofBytes(long bytes) {
        return new EndlessAnswer(Math.ceilDiv(bytes, EVENT_BYTES));
    }

    /// The text of one event.
    static String text() {
        int rest = EVENT_BYTES - line("").length();
        return "llama ".repeat(rest / 6 + 1).substring(0, rest);
    }

    private static String line(String text) {
        return "data: " + FakeProvider.piece(text) + "\n\n";
    }

    private static String event() {
        String event = line(text());
        if (event.getBytes(UTF_8).length != EVENT_BYTES)
            throw new IllegalStateException("an event has " + event.length() + " bytes");
        return event;
    }

    @Override
    public void answer(FakeHttp.Request request, Wire wire) throws IOException {
        wire.begin(200, "text/event-stream");
        String many = EVENT.repeat(AT_ONCE);
        for (long left = events; left > 0; left -= AT_ONCE) {
            wire.chunk(left >= AT_ONCE ? many : EVENT.repeat((int) left));
        }
        wire.chunk("data: " + FakeProvider.end() + "\n\ndata: [DONE]\n\n");
        wire.end();
    }
}
