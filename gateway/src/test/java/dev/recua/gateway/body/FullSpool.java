package dev.recua.gateway.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk that is full after so many bytes of each body.
final class FullSpool implements Spool {
    private final AtomicInteger open = new AtomicInteger();
    private final long room;

    FullSpool(long room) {
        this.room = room;
    }

    /// Places not closed yet.
    int stillOpen() {
        return open.get();
    }

    @Override
    public Place open() {
        open.incrementAndGet();
        return new Place() {
            private boolean closed;

            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                if (position + bytes.remaining() > room)
                    throw new IOException("No space left on device");
            }

            @Override
            public void read(ByteBuffer into, long position) throws IOException {
                throw new IOException("nothing is kept");
            }

            @Override
            public synchronized void close() {
                if (!closed) open.decrementAndGet();
                closed = true;
            }
        };
    }

    @Override
    public String where() {
        return "nowhere";
    }
}
