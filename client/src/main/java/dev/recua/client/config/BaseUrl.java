package dev.recua.client.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The address of a server: what of it is allowed, and its one form.
final class BaseUrl {
    /// What the published schema checks.
    static final String FORM =
            "^[Hh][Tt][Tt][Pp][Ss]?://"
                    + "(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)"
                    + "(:[0-9]{1,5})?"
                    + "(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?$";

    private static final int LAST_PORT = 65535;

    private BaseUrl() {}

    /// Reads an address as a person writes it.
    ///
    /// @return without `/` or `/v1` at its end
    /// @throws IllegalArgumentException with words that follow "baseUrl"; they repeat nothing of it
    static URI parse(String text) {
        if (text.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("has a space; an address has none");
        }
        try {
            return normal(new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "is no address; write it like http://localhost:8080", e);
        }
    }

    /// @throws IllegalArgumentException with words that follow "baseUrl"
    static URI normal(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("must begin with http:// or https://");
        }
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (authority.contains("@")) {
            throw new IllegalArgumentException(
                    "has user information before an @, which ends up in logs; write the key as apiKey");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    authority.contains("_")
                            ? "has a host with an underscore, which Java's HTTP client refuses; name it otherwise"
                            : "names no host; write it like http://localhost:8080");
        }
        if (uri.getPort() > LAST_PORT || uri.getPort() == 0) {
            throw new IllegalArgumentException("has a port that is not from 1 to " + LAST_PORT);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "has something after ? or #, which cannot stand before a path; take it out");
        }
        if (!uri.toString().matches(FORM)) {
            throw new IllegalArgumentException(
                    "is no address; write it like http://localhost:8080");
        }
        // People copy the base URL of OpenAI's libraries, which ends in /v1; the server is above
        // it.
        String path = uri.getRawPath().replaceFirst("/+$", "").replaceFirst("/+v1$", "");
        return URI.create(scheme + "://" + authority + path);
    }
}
