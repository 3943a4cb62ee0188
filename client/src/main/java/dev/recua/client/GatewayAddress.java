package dev.recua.client;

import dev.recua.client.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Where a gateway is, and who says so.
///
/// @param uri its address without a path at the end, such as `http://127.0.0.1:8091`
/// @param source who says so
/// @param origin the same for a message, such as `RECUA_URL` or the name of a file
/// @param version of the gateway, where the run file tells it
public record GatewayAddress(URI uri, Source source, String origin, Optional<String> version) {
    /// Where a gateway listens when nobody says otherwise.
    public static final URI DEFAULT = URI.create("http://127.0.0.1:8091");

    /// Who says where the gateway is.
    public enum Source {
        /// The caller, as with the option `--url`.
        OPTION,
        /// The environment variable `RECUA_URL`.
        ENVIRONMENT,
        /// The file that a running gateway keeps in its run folder.
        RUN_FILE,
        /// Nobody: the default address.
        DEFAULT;

        /// Whether a person named this very address, so that no other will do.
        public boolean isExplicit() {
            return this == OPTION || this == ENVIRONMENT;
        }
    }

    public GatewayAddress {
        uri = normal(uri, origin);
    }

    /// An address that the user named.
    ///
    /// @param option what the user typed to name it, for messages
    /// @throws IllegalArgumentException when it is no `http` or `https` address
    public static GatewayAddress named(String text, String option) {
        return new GatewayAddress(parse(text, option), Source.OPTION, option, Optional.empty());
    }

    /// The gateway to talk to: `RECUA_URL`, else the `url` in `gateway.json` of the run folder,
    /// else the default address. Whether somebody answers there is not asked.
    ///
    /// @param env the environment
    /// @param runFolder where a running gateway keeps `gateway.json`; need not exist
    /// @throws IllegalArgumentException when `RECUA_URL` is no `http` or `https` address
    public static GatewayAddress find(Map<String, String> env, Path runFolder) {
        @Nullable String named = env.get("RECUA_URL");
        if (named != null && !named.isBlank()) {
            URI uri = parse(named, "RECUA_URL");
            return new GatewayAddress(uri, Source.ENVIRONMENT, "RECUA_URL", Optional.empty());
        }
        return fromRunFile(runFolder.resolve("gateway.json"));
    }

    private static GatewayAddress fromRunFile(Path file) {
        try {
            JsonNode json = WireJson.mapper().readTree(Files.readString(file));
            URI uri = parse(json.path("url").asString(""), file.toString());
            Optional<String> version =
                    Optional.of(json.path("version").asString("")).filter(v -> !v.isEmpty());
            return new GatewayAddress(uri, Source.RUN_FILE, file.toString(), version);
        } catch (NoSuchFileException e) {
            return byDefault("the default address");
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return byDefault("the default address, because %s is not readable".formatted(file));
        }
    }

    private static GatewayAddress byDefault(String origin) {
        return new GatewayAddress(DEFAULT, Source.DEFAULT, origin, Optional.empty());
    }

    private static URI parse(String text, String origin) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw notAnAddress(text, origin);
        }
    }

    private static URI normal(URI uri, String origin) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if (!(http || https) || uri.getHost() == null) {
            throw notAnAddress(uri.toString(), origin);
        }
        // People copy the OpenAI base URL, which ends in /v1; the gateway itself is above it.
        String path = uri.getRawPath().replaceFirst("/+$", "").replaceFirst("/v1$", "");
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path);
    }

    private static IllegalArgumentException notAnAddress(String text, String origin) {
        return new IllegalArgumentException(
                "%s is \"%s\", which is no address. Write it like http://127.0.0.1:8091."
                        .formatted(origin, text));
    }
}
