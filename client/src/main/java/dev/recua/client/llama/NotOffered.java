package dev.recua.client.llama;

import dev.recua.client.wire.ApiError;
import java.net.URI;
import java.util.Optional;

/// A llama-server could do this, and this one was not started for it, or its model cannot (501). No
/// second try will help; the message says with which option the server must be started.
public final class NotOffered extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    private final transient URI target;
    private final transient Optional<String> option;
    private final transient ApiError error;

    private NotOffered(String message, URI target, Optional<String> option, ApiError error) {
        super(message);
        this.target = target;
        this.option = option;
        this.error = error;
    }

    /// What a 501 means.
    ///
    /// @param option with which a server offers it; empty when it is up to the model
    static NotOffered of(URI target, Optional<String> option, ApiError error) {
        String next =
                option.map(it -> "Start llama-server with `%s`.".formatted(it))
                        .orElse("Another model may be able to.");
        return new NotOffered(
                "%s is not offered by this server, which answered 501: %s %s"
                        .formatted(target, sentence(error.message()), next),
                target,
                option,
                error);
    }

    private static String sentence(String words) {
        String said = words.strip();
        return said.endsWith(".") ? said : said + ".";
    }

    /// Who was asked, with the path.
    public URI target() {
        return target;
    }

    /// With which option a server offers it, such as `--metrics`; empty when it is up to the model.
    public Optional<String> option() {
        return option;
    }

    /// What the server said.
    public ApiError error() {
        return error;
    }
}
