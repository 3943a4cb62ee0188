package dev.recua.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Golden files: recorded truth that several rooms test against.
///
/// `llama-server-0.7.0/` holds raw answers, streams, logs and failures of Debian's llama-server
/// 0.7.0 (build 11669), with the folder `v0.5.0-native/` for an older build;
/// `recua-tiny/examples.json` the exact answers of the bundled model.
public final class Golden {

    private Golden() {}

    /// A golden file as text.
    ///
    /// @param path below `golden/`, for example `llama-server-0.7.0/help.txt`
    /// @throws IllegalArgumentException when there is no such file
    public static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    /// A golden file as it is; see [#text].
    public static byte[] bytes(String path) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + path)) {
            if (in == null) throw new IllegalArgumentException("no golden file: " + path);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read golden file " + path, e);
        }
    }
}
