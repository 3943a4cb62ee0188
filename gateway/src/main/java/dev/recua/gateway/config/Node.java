package dev.recua.gateway.config;

import java.util.List;

/// A piece of configuration before anyone knows what it should be, and where it stands.
sealed interface Node {
    Origin at();

    /// What it is called in a message: "found a list".
    String what();

    /// Text as written, before `${NAME}` is replaced; numbers and truth values are text here too.
    record Scalar(String text, Origin at) implements Node {
        @Override
        public String what() {
            return "a single value";
        }
    }

    record Items(List<Node> items, Origin at) implements Node {
        @Override
        public String what() {
            return "a list";
        }
    }

    /// A mapping without duplicates, in file order.
    record Fields(List<Field> fields, Origin at) implements Node {
        @Override
        public String what() {
            return "a map";
        }
    }

    /// A key without a value. It counts as not set.
    record Nothing(Origin at) implements Node {
        @Override
        public String what() {
            return "nothing";
        }
    }

    /// One entry of a mapping.
    ///
    /// @param at of the name
    record Field(String name, Origin at, Node value) {}
}
