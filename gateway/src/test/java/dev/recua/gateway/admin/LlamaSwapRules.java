package dev.recua.gateway.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What llama-swap demands of a configuration, as its reference says (version 250).
public final class LlamaSwapRules {
    private static final Pattern MACRO = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");
    private static final int SHORTEST_CHECK = 15;

    private LlamaSwapRules() {}

    /// Every rule that the text breaks, in words.
    public static List<String> broken(String yaml) {
        var broken = new ArrayList<String>();
        JsonNode root = new YAMLMapper().readTree(yaml);
        if (root.path("healthCheckTimeout").asInt(0) < SHORTEST_CHECK)
            broken.add("healthCheckTimeout is too short");
        if (!LEVELS.contains(root.path("logLevel").asString(""))) broken.add("unknown logLevel");
        var names = new HashSet<String>(root.path("models").propertyNames());
        for (String id : root.path("models").propertyNames()) {
            model(id, root.path("models").path(id), names).forEach(broken::add);
        }
        groups(root, root.path("models")).forEach(broken::add);
        return broken;
    }

    private static List<String> model(String id, JsonNode model, Set<String> names) {
        var broken = new ArrayList<String>();
        String cmd = model.path("cmd").asString("");
        if (cmd.isBlank()) broken.add(id + " has no cmd");
        if (cmd.lines().anyMatch(line -> line.strip().startsWith("#")))
            broken.add(id + " has a comment in its cmd");
        String proxy = model.path("proxy").asString("");
        if (proxy.contains("${PORT}") && !cmd.contains("${PORT}"))
            broken.add(id + " uses ${PORT} in proxy but not in cmd");
        MACRO.matcher(cmd + proxy)
                .results()
                .filter(macro -> !macro.group(1).equals("PORT"))
                .forEach(macro -> broken.add(id + " has the unknown macro " + macro.group()));
        if (!model.path("ttl").isIntegralNumber()) broken.add(id + " has no whole ttl");
        for (JsonNode alias : model.path("aliases")) {
            if (!alias.isString()) broken.add(id + " has an alias that is no text: " + alias);
            if (!names.add(alias.asString(""))) broken.add("twice there: " + alias);
        }
        return broken;
    }

    private static List<String> groups(JsonNode root, JsonNode models) {
        var broken = new ArrayList<String>();
        var grouped = new HashSet<String>();
        for (JsonNode group : root.path("groups")) {
            for (JsonNode member : group.path("members")) {
                String id = member.asString("");
                if (!models.has(id)) broken.add("a group has the unknown member " + id);
                if (!grouped.add(id)) broken.add("in two groups: " + id);
            }
        }
        return broken;
    }

    /// Splits as a POSIX shell does, without expanding anything.
    public static List<String> words(String cmd) {
        var words = new ArrayList<String>();
        Optional<StringBuilder> word = Optional.empty();
        char quote = 0;
        for (int i = 0; i < cmd.length(); i++) {
            char c = cmd.charAt(i);
            if (quote == 0 && c == ' ') {
                word.ifPresent(done -> words.add(done.toString()));
                word = Optional.empty();
                continue;
            }
            StringBuilder current = word.orElseGet(StringBuilder::new);
            word = Optional.of(current);
            if (quote == 0 && (c == '\'' || c == '"')) quote = c;
            else if (c == quote) quote = 0;
            else if (c == '\\' && quote != '\'') current.append(cmd.charAt(++i));
            else current.append(c);
        }
        if (quote != 0) throw new IllegalArgumentException("a quote is open: " + cmd);
        word.ifPresent(done -> words.add(done.toString()));
        return words;
    }
}
