package dev.recua.gateway.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// Our models as a configuration of llama-swap (its `config.yaml`, as of version 250).
///
/// Its rules: a name or an alias stands once in the whole file; `cmd` is split into words as a
/// shell would, without one; lines of it that begin with `#` are dropped; `${…}` is a macro, and an
/// unknown one makes the whole file invalid; a model is in at most one group. Pure.
///
/// @param yaml    the text of the file
/// @param models  how many models are in it
/// @param leftOut ids of models whose words cannot be said there
record LlamaSwapConfig(String yaml, int models, List<String> leftOut) {
    private static final String MACRO = "${";
    private static final String PROXY = "http://127.0.0.1:" + House.PORT;

    /// Seconds until llama-swap gives a start up; ours is the same (`supervisor.start-timeout`).
    private static final int START_SECONDS = 300;

    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                    .disable(YAMLWriteFeature.SPLIT_LINES)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .build();

    /// One model.
    ///
    /// @param words that start its engine, with [House#PORT] where the port stands
    /// @param ttl   seconds that it may stay unused; 0: for ever
    record Entry(String id, List<String> aliases, List<String> words, long ttl) {
        Entry {
            aliases = List.copyOf(aliases);
            words = List.copyOf(words);
        }

        /// Whether llama-swap would read what we write.
        boolean canBeSaid() {
            return words.stream()
                    .filter(word -> !word.equals(House.PORT))
                    .noneMatch(word -> word.contains(MACRO) || word.contains("\n"));
        }
    }

    static LlamaSwapConfig of(List<Entry> entries) {
        List<Entry> said = entries.stream().filter(Entry::canBeSaid).toList();
        List<String> leftOut =
                entries.stream().filter(it -> !it.canBeSaid()).map(Entry::id).toList();
        var root = new LinkedHashMap<String, Object>();
        root.put("healthCheckTimeout", START_SECONDS);
        root.put("logLevel", "info");
        root.put("models", models(said));
        root.put("groups", Map.of("default_group", group(said)));
        return new LlamaSwapConfig(YAML.writeValueAsString(root), said.size(), leftOut);
    }

    private static Map<String, Object> models(List<Entry> entries) {
        var taken = new HashSet<String>();
        entries.forEach(entry -> taken.add(entry.id()));
        var models = new LinkedHashMap<String, Object>();
        for (Entry entry : entries) {
            var model = new LinkedHashMap<String, Object>();
            model.put("cmd", command(entry.words()));
            model.put("proxy", PROXY);
            model.put("ttl", entry.ttl());
            var aliases = new ArrayList<String>();
            for (String alias : entry.aliases()) if (taken.add(alias)) aliases.add(alias);
            model.put("aliases", aliases);
            models.put(entry.id(), model);
        }
        return models;
    }

    private static Map<String, Object> group(List<Entry> entries) {
        var group = new LinkedHashMap<String, Object>();
        group.put("swap", true);
        group.put("exclusive", true);
        group.put("members", entries.stream().map(Entry::id).toList());
        return group;
    }

    /// Words as a shell would read them back.
    static String command(List<String> words) {
        return words.stream().map(LlamaSwapConfig::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        if (word.equals(House.PORT) || word.matches("[\\w@%+=:,./-]+")) return word;
        return "'" + word.replace("'", "'\"'\"'") + "'";
    }
}
