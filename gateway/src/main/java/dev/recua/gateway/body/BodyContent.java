package dev.recua.gateway.body;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the bytes of one body are.
sealed interface BodyContent {

    /// `length` bytes from `position`; the caller keeps within the body.
    Future<Buffer> piece(long position, int length);

    /// Gives memory or file back. Called once.
    void release();

    /// A body in memory, charged to `memory` with the whole size of the array.
    final class InMemory implements BodyContent {
        private final byte[] bytes;
        private final BodyMemory memory;

        InMemory(byte[] bytes, BodyMemory memory) {
            this.bytes = bytes;
            this.memory = memory;
        }

        @Override
        public Future<Buffer> piece(long position, int length) {
            return Future.succeededFuture(
                    Buffer.buffer(length).appendBytes(bytes, (int) position, length));
        }

        @Override
        public void release() {
            memory.giveBack(bytes.length);
        }
    }

    /// A spooled body; its file is touched on worker threads only.
    record InFile(Spool.Place place, Context context) implements BodyContent {
        @Override
        public Future<Buffer> piece(long position, int length) {
            byte[] bytes = new byte[length];
            return context.executeBlocking(() -> fill(bytes, position), false)
                    .map(_ -> Buffer.buffer(bytes));
        }

        @Override
        public void release() {
            Spooling.discard(place, context);
        }

        private boolean fill(byte[] bytes, long position) throws IOException {
            place.read(ByteBuffer.wrap(bytes), position);
            return true;
        }
    }
}
