package dev.recua.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;

/// An answer as it came: nothing of it is read, changed or waited for beyond its headers.
///
/// @param status  the HTTP status
/// @param headers all of them
/// @param body    its bytes, as they come; whoever asked closes it, which also ends a stream
public record RawAnswer(int status, HttpHeaders headers, InputStream body)
        implements AutoCloseable {
    /// Ends the answer: the engine sees its client leave, unless the body was read to its end.
    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            return; // the request is over either way, and nobody waits for more of its bytes
        }
    }
}
