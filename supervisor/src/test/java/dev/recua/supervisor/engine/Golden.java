package dev.recua.supervisor.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Captures of a real llama-server 0.7.0 (build 11669).
public final class Golden {
    private Golden() {}

    public static String text(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            if (in == null) throw new IllegalArgumentException("no golden file " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What that server is and knows.
    public static EngineFacts facts() {
        return EngineFacts.parse(text("version.txt"), text("help.txt")).orElseThrow();
    }

    /// The same options under another version.
    public static EngineFacts facts(String version, int build) {
        return new EngineFacts(version, build, "abc", "", facts().flags());
    }
}
