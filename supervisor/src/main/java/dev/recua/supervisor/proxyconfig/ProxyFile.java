package dev.recua.supervisor.proxyconfig;

import dev.recua.models.naming.NearestNames;
import dev.recua.supervisor.service.LlamaServerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads one file: its JSON, then each key.
final class ProxyFile {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private final String name;
    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    /// @param name of the file, for messages
    ProxyFile(String name) {
        this.name = name;
    }

    LlamaProxyConfig read(String text) {
        List<Entry> entries = entries(text.startsWith("\uFEFF") ? text.substring(1) : text);
        Optional<LlamaServerConfig> config = Optional.empty();
        if (problems.isEmpty()) config = config(entries);
        if (config.isEmpty()) {
            problems.sort(Comparator.comparingInt(Finding::line));
            return new LlamaProxyConfig.Broken(problems);
        }
        return new LlamaProxyConfig.Usable(config.get(), warnings);
    }

    private List<Entry> entries(String text) {
        List<Entry> entries = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problem(parser.currentTokenLocation(), "must be a JSON object: { … }");
                return entries;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = String.valueOf(parser.currentName());
                TokenStreamLocation at = parser.currentTokenLocation();
                parser.nextToken();
                JsonNode value = parser.readValueAsTree();
                entries.add(new Entry(key, value, at.getLineNr(), at.getColumnNr()));
            }
            if (parser.nextToken() != null) {
                problem(parser.currentTokenLocation(), "something follows the end of the object");
            }
        } catch (JacksonException broken) {
            problem(broken.getLocation(), "no JSON: " + broken.getOriginalMessage());
        }
        return entries;
    }

    private Optional<LlamaServerConfig> config(List<Entry> entries) {
        LlamaServerConfig.Builder config = LlamaServerConfig.builder();
        List<String> words = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.value().isNull()) continue;
            try {
                apply(entry, config, words, own);
            } catch (Wrong wrong) {
                problem(entry, wrong.why());
            }
        }
        words.addAll(own);
        return problems.isEmpty() ? built(config.serverArgs(words), entries) : Optional.empty();
    }

    private void apply(
            Entry entry, LlamaServerConfig.Builder config, List<String> words, List<String> own)
            throws Wrong {
        Value value = new Value(entry.value());
        ProxyKeys.Setter setter = ProxyKeys.SETTERS.get(entry.key());
        if (setter != null) {
            setter.set(config, value);
        } else if (entry.key().equals(ProxyKeys.SERVER_ARGS)) {
            own.addAll(ServerArgsKey.words(value));
        } else if (ExtraKeys.knows(entry.key())) {
            words.addAll(ExtraKeys.words(entry.key(), value));
        } else if (ExtraKeys.isGone(entry.key())) {
            warn(entry, "llama.cpp has no such option; passed over");
        } else {
            warn(entry, "unknown; passed over" + nearest(entry.key()));
        }
    }

    /// The record itself refuses what is out of range, and names the key.
    private Optional<LlamaServerConfig> built(
            LlamaServerConfig.Builder config, List<Entry> entries) {
        try {
            return Optional.of(config.build());
        } catch (IllegalArgumentException refused) {
            String why = String.valueOf(refused.getMessage());
            Entry guilty =
                    entries.stream()
                            .filter(entry -> why.startsWith(entry.key() + " "))
                            .findFirst()
                            .orElseThrow(() -> refused);
            problem(guilty, why.substring(guilty.key().length() + 1));
            return Optional.empty();
        }
    }

    private static String nearest(String key) {
        var known = new TreeSet<>(ProxyKeys.SETTERS.keySet());
        known.add(ProxyKeys.SERVER_ARGS);
        known.addAll(ExtraKeys.names());
        return NearestNames.of(key, known, 1).stream()
                .findFirst()
                .map(it -> "; did you mean " + it + "?")
                .orElse("");
    }

    private void problem(TokenStreamLocation at, String text) {
        int line = Math.max(1, at.getLineNr());
        int column = Math.max(1, at.getColumnNr());
        problems.add(new Finding(name, line, column, text));
    }

    private void problem(Entry entry, String why) {
        problems.add(new Finding(name, entry.line(), entry.column(), entry.key() + ": " + why));
    }

    private void warn(Entry entry, String why) {
        warnings.add(new Finding(name, entry.line(), entry.column(), entry.key() + ": " + why));
    }
}
