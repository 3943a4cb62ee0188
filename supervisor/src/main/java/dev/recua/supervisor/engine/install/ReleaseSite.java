package dev.recua.supervisor.engine.install;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where llama.cpp publishes: an API that lists releases, and a site that gives their files.
///
/// @param api        such as `https://api.github.com`
/// @param files      such as `https://github.com`
/// @param repository owner and name
/// @param token      sent to `api` only; never shown
public record ReleaseSite(URI api, URI files, String repository, Optional<String> token) {
    /// GitHub itself.
    public static ReleaseSite github(Optional<String> token) {
        return new ReleaseSite(
                URI.create("https://api.github.com"),
                URI.create("https://github.com"),
                "ggml-org/llama.cpp",
                token);
    }

    URI latest() {
        return URI.create(api + "/repos/" + repository + "/releases/latest");
    }

    /// The newest releases, pre-releases among them.
    URI recent() {
        return URI.create(api + "/repos/" + repository + "/releases?per_page=10");
    }

    URI tagged(String tag) {
        return URI.create(api + "/repos/" + repository + "/releases/tags/" + encode(tag));
    }

    URI file(String tag, String name) {
        return URI.create(
                files
                        + "/"
                        + repository
                        + "/releases/download/"
                        + encode(tag)
                        + "/"
                        + encode(name));
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return api + " (" + repository + ")";
    }
}
