package dev.recua.gateway.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One query parameter of an operation.
sealed interface Parameter {
    /// As it stands in the query.
    String name();

    /// What it is for, in one sentence without its full stop.
    String says();

    /// What it is expected to be, for whoever sent something else.
    String expected();

    /// What the text means.
    ///
    /// @param text null when the query does not have it
    /// @throws IllegalArgumentException when it means nothing
    Object read(@Nullable String text);

    /// `true` or `false`; the bare name means true.
    record Truth(String name, boolean usual, String says) implements Parameter {
        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public Boolean read(@Nullable String text) {
            if (text == null) return usual;
            return switch (text) {
                case "", "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(text);
            };
        }
    }

    /// A whole number; one outside of the limits is taken for the nearest limit.
    record Whole(String name, int usual, int least, int most, String says) implements Parameter {
        @Override
        public String expected() {
            return "a whole number from " + least + " to " + most;
        }

        @Override
        public Integer read(@Nullable String text) {
            return text == null ? usual : Math.clamp(Long.parseLong(text), least, most);
        }
    }

    /// Any text; empty when the query does not have it, or has nothing there.
    record Word(String name, String says) implements Parameter {
        @Override
        public String expected() {
            return "text";
        }

        @Override
        public Optional<String> read(@Nullable String text) {
            return Optional.ofNullable(text).filter(said -> !said.isEmpty());
        }
    }

    /// One of these words; empty when the query does not have it.
    record Choice(String name, List<String> words, String says) implements Parameter {
        public Choice {
            words = List.copyOf(words);
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public Optional<String> read(@Nullable String text) {
            if (text != null && !words.contains(text)) throw new IllegalArgumentException(text);
            return Optional.ofNullable(text);
        }
    }

    /// Some of these words, with commas between them; empty when the query does not have it.
    record Some(String name, List<String> words, String says) implements Parameter {
        public Some {
            words = List.copyOf(words);
        }

        @Override
        public String expected() {
            return "some of " + String.join(", ", words) + ", with commas between them";
        }

        @Override
        public Set<String> read(@Nullable String text) {
            if (text == null) return Set.of();
            Set<String> said = Set.copyOf(List.of(text.split(",", -1)));
            if (!words.containsAll(said)) throw new IllegalArgumentException(text);
            return said;
        }
    }
}
