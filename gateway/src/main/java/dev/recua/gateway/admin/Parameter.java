package dev.recua.gateway.admin;

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
}
