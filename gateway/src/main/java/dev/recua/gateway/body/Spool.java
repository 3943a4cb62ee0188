package dev.recua.gateway.body;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where large bodies go while they are needed. Blocking: never called on the event loop.
public interface Spool {

    /// A new, empty, private place.
    Place open() throws IOException;

    /// For messages: the folder.
    String where();

    /// One body's place. One thread at a time uses it; it is gone once closed.
    interface Place extends AutoCloseable {

        /// Writes all of `bytes` at `position`.
        void write(ByteBuffer bytes, long position) throws IOException;

        /// Fills `into` from `position`; throws when there is less.
        void read(ByteBuffer into, long position) throws IOException;

        @Override
        void close() throws IOException;
    }
}
