package dev.recua.client.error;

import dev.recua.client.config.ProviderType;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who was asked, and where: what the texts say of it.
///
/// @param target with or without a path
record Place(ProviderType provider, URI target) {
    /// Where the API of a server begins; what is before it belongs to its address. Not `/api/v1`,
    /// which is OpenRouter's address.
    private static final Pattern API =
            Pattern.compile(
                    "(.*?)/(?:v1|health|props|slots|metrics|tokenize|detokenize|apply-template"
                            + "|completions?|infill|embeddings?|rerank|reranking|lora-adapters"
                            + "|models|chat|upstream|unload|running|logs|api(?!/v1))(?:/.*)?");

    private static final Pattern WORD = Pattern.compile("\\{([a-z]+)}");

    /// The address without any path of the API.
    String base() {
        Matcher api = API.matcher(path());
        return origin() + (api.matches() ? api.group(1) : "");
    }

    /// The address with its path, without a query: it may hold anything.
    String whole() {
        return origin() + path();
    }

    String path() {
        @Nullable String path = target.getRawPath();
        return path == null ? "" : path;
    }

    /// Scheme, host and port, and never what stands before an `@`.
    private String origin() {
        if (target.isOpaque()) return target.toString();
        return target.getScheme()
                + "://"
                + host()
                + (target.getPort() < 0 ? "" : ":" + target.getPort());
    }

    private String host() {
        @Nullable String host = target.getHost();
        return host == null ? "?" : host;
    }

    private int port() {
        if (target.getPort() >= 0) return target.getPort();
        return "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
    }

    /// Puts in what stands in braces; a word that is none of ours stays as it is.
    String fill(String text) {
        return WORD.matcher(text).replaceAll(it -> Matcher.quoteReplacement(word(it.group(1))));
    }

    private String word(String name) {
        return switch (name) {
            case "base" -> base();
            case "host" -> host();
            case "port" -> String.valueOf(port());
            case "path" -> path();
            case "label" -> provider.label();
            default ->
                    GuideTexts.find("provider." + provider.wire() + "." + name)
                            .map(this::fill)
                            .orElse("{" + name + "}");
        };
    }
}
