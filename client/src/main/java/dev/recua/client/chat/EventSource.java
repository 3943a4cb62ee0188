package dev.recua.client.chat;

import dev.recua.client.wire.ChatChunk;
import java.util.Iterator;

/// The chunks of one streamed answer as they come from one HTTP request. [#hasNext] waits and
/// throws `dev.recua.client.error.LlmException`; it is false only when the server said that the
/// answer is whole. After a throw it throws the same again; after [#close], and when the reader was
/// interrupted, that is a `java.util.concurrent.CancellationException`. One thread reads; any
/// thread
/// may [#close], which ends the request at once.
public interface EventSource extends Iterator<ChatChunk>, AutoCloseable {
    /// How many events so far were none of a chat: no JSON, or not what a chunk holds. They were
    /// left out.
    default int malformedEvents() {
        return 0;
    }

    /// Ends the request. Closing twice does no harm.
    @Override
    void close();
}
