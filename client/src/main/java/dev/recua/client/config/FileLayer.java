package dev.recua.client.config;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a file says. Its two kinds become one: the values are kept where `client.json` has them.
sealed interface FileLayer {
    /// The key by which an `agents.config.json` is known.
    String AGENTS = "nanocoder";

    /// Checks the file and keeps what it says.
    void add(Settings settings, Findings findings, Map<String, Place> places);

    static FileLayer of(ObjectNode root) {
        return root.has(AGENTS) ? new Agents(root) : new Native(root);
    }

    /// `client.json`.
    record Native(ObjectNode root) implements FileLayer {
        @Override
        public void add(Settings settings, Findings findings, Map<String, Place> places) {
            settings.putAll(root, "", "", Keys.ROOT, places, true);
        }
    }

    /// `agents.config.json`. What another program has in it beside the four providers is none of
    /// our business: a warning. Of the section that this format specifies every key, an unknown one
    /// is an error.
    record Agents(ObjectNode root) implements FileLayer {
        @Override
        public void add(Settings settings, Findings findings, Map<String, Place> places) {
            String pointer = JsonText.below("", AGENTS);
            foreign(root, "", List.of(AGENTS), findings, places);
            JsonNode sections = root.path(AGENTS);
            if (!(sections instanceof ObjectNode own)) {
                findings.error(at(pointer, places), "must be an object with the providers");
                return;
            }
            for (ProviderType type : ProviderType.values()) {
                type.agentsKey()
                        .filter(own::has)
                        .ifPresent(
                                key ->
                                        section(
                                                own.path(key),
                                                JsonText.below(pointer, key),
                                                type,
                                                settings,
                                                findings,
                                                places));
            }
            foreign(own, pointer, sections(), findings, places);
        }

        private static void section(
                JsonNode value,
                String pointer,
                ProviderType type,
                Settings settings,
                Findings findings,
                Map<String, Place> places) {
            List<Key> keys = Keys.of(type);
            if (!(value instanceof ObjectNode section)) {
                String allowed = new Kind.Section(keys).allowed();
                findings.error(at(pointer, places), "must be " + allowed);
                return;
            }
            boolean strict = type == ProviderType.LLAMA_CPP;
            settings.putAll(section, pointer, Binder.section(type), keys, places, strict);
        }

        private static void foreign(
                ObjectNode object,
                String pointer,
                List<String> known,
                Findings findings,
                Map<String, Place> places) {
            object.propertyNames().stream()
                    .filter(name -> !known.contains(name))
                    .forEach(
                            name ->
                                    findings.warning(
                                            at(JsonText.below(pointer, name), places),
                                            "unknown key, passed over",
                                            Nearest.of(name, known)
                                                    .map(near -> "Did you mean " + near + "?")
                                                    .orElse(
                                                            "Recua reads "
                                                                    + String.join(", ", known)
                                                                    + ".")));
        }

        private static List<String> sections() {
            return List.of(ProviderType.values()).stream()
                    .flatMap(type -> type.agentsKey().stream())
                    .toList();
        }

        private static Place at(String pointer, Map<String, Place> places) {
            return places.getOrDefault(pointer, new Place("", 0, 0, pointer));
        }
    }
}
