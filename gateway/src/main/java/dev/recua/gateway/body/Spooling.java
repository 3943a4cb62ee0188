package dev.recua.gateway.body;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/// One body on its way into the spool: gathers small pieces into blocks and writes them one after
/// another.
///
/// Used on the event loop; the writing itself happens on worker threads.
final class Spooling {
    private static final Logger LOG = System.getLogger(Spooling.class.getName());

    private static final int BLOCK = 32 * 1024;

    private final Spool spool;
    private final Context context;
    private Spool.@Nullable Place place;
    private byte[] block = new byte[BLOCK];
    private int gathered;
    private long written;
    private boolean abandoned;

    Spooling(Spool spool, Context context) {
        this.spool = spool;
        this.context = context;
    }

    /// Takes bytes.
    ///
    /// @return whether [#flush] is due
    boolean add(byte[] bytes, int length) {
        if (gathered + length > block.length) {
            byte[] larger = new byte[gathered + length];
            System.arraycopy(block, 0, larger, 0, gathered);
            block = larger;
        }
        System.arraycopy(bytes, 0, block, gathered, length);
        gathered += length;
        return gathered >= BLOCK;
    }

    /// Writes what was gathered. Nothing may be added until it is done.
    Future<@Nullable Void> flush() {
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, gathered);
        long position = written;
        Spool.Place to = place;
        return context.executeBlocking(() -> write(to, bytes, position), false)
                .onComplete(_ -> {}, _ -> closeAbandoned())
                .map(this::wrote);
    }

    /// The finished file, after the last [#flush].
    BodyContent.InFile content() {
        if (place == null) throw new IllegalStateException("nothing was flushed");
        return new BodyContent.InFile(place, context);
    }

    /// Gives the file back, now or once the write under way has ended.
    void abandon(boolean writing) {
        abandoned = true;
        if (!writing && place != null) discard(place, context);
    }

    /// What failed, for the caller of the API: what, where, and the system's reason.
    String failure(Throwable cause) {
        return "cannot keep the request body (%d bytes so far) in %s: %s. Free space there, or make it writable."
                .formatted(written + gathered, spool.where(), reason(cause));
    }

    static void discard(Spool.Place place, Context context) {
        context.executeBlocking(() -> close(place), false)
                .onFailure(
                        e ->
                                LOG.log(
                                        Level.WARNING,
                                        "a spooled request body could not be closed",
                                        e));
    }

    private static boolean close(Spool.Place place) throws IOException {
        place.close();
        return true;
    }

    private Spool.Place write(Spool.@Nullable Place known, ByteBuffer bytes, long position)
            throws IOException {
        Spool.Place to = known == null ? spool.open() : known;
        boolean wrote = false;
        try {
            to.write(bytes, position);
            wrote = true;
        } finally {
            if (!wrote && known == null) to.close();
        }
        return to;
    }

    private @Nullable Void wrote(Spool.@Nullable Place to) {
        place = to;
        written += gathered;
        gathered = 0;
        if (block.length > BLOCK) block = new byte[BLOCK];
        closeAbandoned();
        return null;
    }

    private void closeAbandoned() {
        if (abandoned && place != null) discard(place, context);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof FileSystemException e) {
            String kind = e.getClass().getSimpleName().replace("Exception", "");
            return e.getReason() == null ? kind + " " + e.getFile() : e.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
