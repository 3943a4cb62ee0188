package dev.recua.gateway.config;

import java.util.Locale;
import java.util.Optional;

/// One key of `config.yaml`, as [Keys] lists it.
///
/// @param path from the root, with `*` for a model's id: `models.*.context`
/// @param kind what may be written there
/// @param standard the default, as one would write it
/// @param stage whether it does anything yet
/// @param effect what it does, for the reference page
public record Key(String path, Kind kind, String standard, Stage stage, String effect) {
    /// How far a key is.
    public enum Stage {
        /// Read, checked, and it does what it says.
        EFFECTIVE,
        /// Read and checked; a later version acts on it. Setting it gives a warning.
        CHECKED,
        /// Only the name is known; a later version reads the value. Setting it gives a warning.
        RESERVED
    }

    /// What may be written for a key.
    public enum Kind {
        ADDRESS("host:port"),
        SECRET("text"),
        SWITCH("`true`, `false`"),
        HOSTS("list of host names"),
        ORIGINS("list of origins"),
        PATHS("list of folders"),
        NAMES("list of names"),
        WORDS("list of words, or one text that is split as a shell does"),
        PAIRS("map of name to text"),
        SIZE("size"),
        SIZE_OR_AUTO("size, `auto`"),
        TEXT("text"),
        NAME_OR_NONE("name, `none`"),
        PATH_OR_NONE("path, `none`"),
        URL("http address"),
        INSTALL("`auto`, `never`"),
        VARIANT("`auto`, `cpu`, `metal`, `vulkan`, `cuda`"),
        LEVEL("`error`, `warn`, `info`, `debug`, `trace`"),
        SPAN("duration"),
        SPAN_OR_NEVER("duration, `never`"),
        COUNT("number"),
        COUNT_OR_AUTO("number, `auto`"),
        SWITCH_OR_AUTO("`true`, `false`, `auto`"),
        FRACTION("0 to 1"),
        LATER("not read yet"),
        LATER_LIST("list or map, not read yet");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /// For the reference page.
        public String label() {
            return label;
        }

        boolean isScalar() {
            return switch (this) {
                case HOSTS, ORIGINS, PATHS, NAMES, WORDS, PAIRS, LATER_LIST -> false;
                default -> true;
            };
        }
    }

    /// The environment variable that sets it. Empty for lists and maps, for everything about one
    /// model, and for `engine.path`, which is accepted from the file only (`RECUA_ENGINE` names a
    /// binary for one run).
    public Optional<String> variable() {
        if (!kind.isScalar() || path.contains("*") || path.equals("engine.path")) {
            return Optional.empty();
        }
        return Optional.of(variableName(path));
    }

    static String variableName(String path) {
        return "RECUA_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
