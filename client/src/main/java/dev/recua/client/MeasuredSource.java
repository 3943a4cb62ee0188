package dev.recua.client;

import dev.recua.client.chat.EventSource;
import dev.recua.client.error.LlmException;
import dev.recua.client.monitor.MeasuredRequest;
import dev.recua.client.wire.ChatChunk;
import dev.recua.client.wire.Usage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A stream that is counted: whole, failed, or left by its reader.
final class MeasuredSource implements EventSource {
    private final EventSource source;
    private final MeasuredRequest request;
    private final Consumer<LlmException> failed;
    private @Nullable Usage usage;

    /// @param failed is told why the stream broke, and counts it
    MeasuredSource(EventSource source, MeasuredRequest request, Consumer<LlmException> failed) {
        this.source = source;
        this.request = request;
        this.failed = failed;
    }

    @Override
    public boolean hasNext() {
        try {
            boolean more = source.hasNext();
            if (!more) request.succeeded(200, usage);
            return more;
        } catch (LlmException e) {
            failed.accept(e);
            throw e;
        }
    }

    @Override
    public ChatChunk next() {
        ChatChunk chunk = source.next();
        request.firstEvent();
        if (chunk.usage() != null) usage = chunk.usage();
        return chunk;
    }

    @Override
    public int malformedEvents() {
        return source.malformedEvents();
    }

    @Override
    public void close() {
        source.close();
        request.cancelled();
    }
}
