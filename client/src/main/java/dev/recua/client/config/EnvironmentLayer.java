package dev.recua.client.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What environment variables say, above the file. `RECUA_CLIENT_` and the path of a key in
/// capitals, `-` and the change from a small to a capital letter as `_`, without `providers`:
/// `RECUA_CLIENT_LLAMA_CPP_BASE_URL`, `RECUA_CLIENT_LLAMA_CPP_SAMPLING_TOP_P`. Below them, for the
/// programs that set them: `NANOCODER_LLAMA_CPP_URL`, and for Recua itself `RECUA_URL` and
/// `RECUA_API_KEY`. An empty variable is none.
final class EnvironmentLayer {
    static final String PREFIX = "RECUA_CLIENT_";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, String> environment;

    EnvironmentLayer(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Which variable sets which key.
    ///
    /// @param section of `client.json` that the key is in
    record Target(Key key, String section) {
        String pointer() {
            return JsonText.below(section, key.name());
        }
    }

    /// Checks the variables and keeps what they say.
    void add(Settings settings, Findings findings) {
        foreign().forEach((name, target) -> put(name, target, settings));
        Map<String, Target> own = own();
        own.forEach((name, target) -> put(name, target, settings));
        new TreeMap<>(environment)
                .keySet().stream()
                        .filter(name -> name.startsWith(PREFIX) && !own.containsKey(name))
                        .filter(name -> !name.equals(ClientConfigLoader.FILE_VARIABLE))
                        .forEach(name -> unknown(name, own, findings));
    }

    /// The variables of our own, by their names, in the order of the keys.
    static Map<String, Target> own() {
        Map<String, Target> all = new LinkedHashMap<>();
        for (Key key : List.of(Keys.PROVIDER, Keys.ALLOW_REMOTE_FALLBACK)) {
            all.put(PREFIX + capitals(key.name()), new Target(key, ""));
        }
        for (ProviderType type : ProviderType.values()) {
            String prefix = PREFIX + capitals(type.wire()) + "_";
            addAll(all, prefix, Keys.of(type), Binder.section(type));
        }
        return all;
    }

    /// The variables of others, by their names.
    static Map<String, Target> foreign() {
        String recua = Binder.section(ProviderType.RECUA);
        Map<String, Target> all = new LinkedHashMap<>();
        all.put(
                "NANOCODER_LLAMA_CPP_URL",
                new Target(Keys.BASE_URL, Binder.section(ProviderType.LLAMA_CPP)));
        all.put("RECUA_URL", new Target(Keys.BASE_URL, recua));
        all.put("RECUA_API_KEY", new Target(Keys.API_KEY, recua));
        return all;
    }

    private static void addAll(
            Map<String, Target> all, String prefix, List<Key> keys, String section) {
        for (Key key : keys) {
            String name = prefix + capitals(key.name());
            if (key.kind() instanceof Kind.Section inner) {
                addAll(all, name + "_", inner.keys(), JsonText.below(section, key.name()));
            } else {
                all.put(name, new Target(key, section));
            }
        }
    }

    private static String capitals(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2")
                .replace('-', '_')
                .toUpperCase(Locale.ROOT);
    }

    private void put(String name, Target target, Settings settings) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) return;
        Place at = Place.variable(name, target.pointer());
        settings.put(target.key(), json(target.key().kind(), text), at, target.section());
    }

    /// What a file would have had; a text where that cannot be said, so that it is refused.
    private static JsonNode json(Kind kind, String text) {
        return switch (kind) {
            case Kind.Whole whole -> number(text);
            case Kind.Real real -> number(text);
            case Kind.OneOf one -> number(text);
            case Kind.Flag flag when text.equalsIgnoreCase("true") -> JSON.booleanNode(true);
            case Kind.Flag flag when text.equalsIgnoreCase("false") -> JSON.booleanNode(false);
            case Kind.Names names -> names(text);
            case Kind.Words words ->
                    JSON.stringNode(ProviderType.named(text).map(ProviderType::wire).orElse(text));
            default -> JSON.stringNode(text);
        };
    }

    private static JsonNode number(String text) {
        try {
            return JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return JSON.stringNode(text);
        }
    }

    private static JsonNode names(String text) {
        var list = JSON.arrayNode();
        Stream.of(text.split(",", -1)).map(String::strip).forEach(list::add);
        return list;
    }

    private static void unknown(String name, Map<String, Target> own, Findings findings) {
        var names = new ArrayList<>(own.keySet());
        names.add(ClientConfigLoader.FILE_VARIABLE);
        // Compared without the prefix, which all of them share.
        var ends = names.stream().map(it -> it.substring(PREFIX.length())).toList();
        findings.warning(
                Place.variable(name, ""),
                "is no variable that a client knows, it has no effect",
                Nearest.of(name.substring(PREFIX.length()), ends)
                        .map(near -> "Did you mean " + PREFIX + near + "?")
                        .orElse("The page on the client's configuration lists them."));
    }
}
