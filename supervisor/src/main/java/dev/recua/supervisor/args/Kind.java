package dev.recua.supervisor.args;

import java.util.List;
import java.util.Optional;

/// What follows an option of llama-server, as its `--help` describes it.
public sealed interface Kind {
    /// How many words follow the option.
    default int values() {
        return 1;
    }

    /// Why `values` cannot follow an option of this kind; empty when they can.
    ///
    /// What a newer llama-server takes besides is unknown here, so only what is typed in Java is
    /// checked; a user's own words are left to the engine.
    Optional<String> problem(List<String> values);

    /// Nothing follows: the word alone turns it on, its negation off.
    record Switch() implements Kind {
        @Override
        public int values() {
            return 0;
        }

        @Override
        public Optional<String> problem(List<String> values) {
            return values.isEmpty() ? Optional.empty() : Optional.of("takes no value");
        }
    }

    /// A whole number of at least `least`, or one of some words (`auto`, `all`).
    record Whole(long least, List<String> words) implements Kind {
        public Whole {
            words = List.copyOf(words);
        }

        @Override
        public Optional<String> problem(List<String> values) {
            if (values.size() != 1) return Optional.of("takes one value");
            String value = values.getFirst();
            if (words.contains(value)) return Optional.empty();
            boolean fits = value.matches("[+-]?\\d{1,18}") && Long.parseLong(value) >= least;
            return fits ? Optional.empty() : Optional.of(expected() + ", was " + value);
        }

        private String expected() {
            String number = "must be a whole number of at least " + least;
            return words.isEmpty() ? number : number + " or one of " + String.join(", ", words);
        }
    }

    /// A number with a point or without.
    record Decimal() implements Kind {
        @Override
        public Optional<String> problem(List<String> values) {
            if (values.size() != 1) return Optional.of("takes one value");
            String value = values.getFirst();
            return value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
                    ? Optional.empty()
                    : Optional.of("must be a number, was " + value);
        }
    }

    /// `on`, `off` or `auto`; older builds took the bare option for `on`.
    record Toggle(List<String> words) implements Kind {
        public Toggle {
            words = List.copyOf(words);
        }

        @Override
        public Optional<String> problem(List<String> values) {
            return among(values, words);
        }
    }

    /// One of some words.
    record OneOf(List<String> words) implements Kind {
        public OneOf {
            words = List.copyOf(words);
        }

        @Override
        public Optional<String> problem(List<String> values) {
            return among(values, words);
        }
    }

    /// Some of some words, divided by commas.
    record SomeOf(List<String> words) implements Kind {
        public SomeOf {
            words = List.copyOf(words);
        }

        @Override
        public Optional<String> problem(List<String> values) {
            if (values.size() != 1) return Optional.of("takes one value");
            for (String word : values.getFirst().split(",", -1)) {
                Optional<String> problem = among(List.of(word), words);
                if (problem.isPresent()) return problem;
            }
            return Optional.empty();
        }
    }

    /// Any text, or several divided by commas.
    record Text() implements Kind {
        @Override
        public Optional<String> problem(List<String> values) {
            return values.size() == 1 ? Optional.empty() : Optional.of("takes one value");
        }
    }

    /// A file or a folder.
    record File() implements Kind {
        @Override
        public Optional<String> problem(List<String> values) {
            boolean one = values.size() == 1 && !values.getFirst().isEmpty();
            return one ? Optional.empty() : Optional.of("takes one path");
        }
    }

    /// `FILE:SCALE`; older builds took the two as two words.
    record Scaled() implements Kind {
        @Override
        public Optional<String> problem(List<String> values) {
            boolean one = values.size() == 1 && values.getFirst().indexOf(':') > 0;
            return one ? Optional.empty() : Optional.of("takes FILE:SCALE");
        }
    }

    /// Two words.
    record Pair() implements Kind {
        @Override
        public int values() {
            return 2;
        }

        @Override
        public Optional<String> problem(List<String> values) {
            return values.size() == 2 ? Optional.empty() : Optional.of("takes two values");
        }
    }

    /// A secret, which goes by a variable of the environment and never by the command line, where
    /// every user of the machine can read it.
    ///
    /// @param variable of the environment that llama-server reads instead
    record Secret(String variable) implements Kind {
        @Override
        public Optional<String> problem(List<String> values) {
            return values.size() == 1 ? Optional.empty() : Optional.of("takes one value");
        }
    }

    private static Optional<String> among(List<String> values, List<String> words) {
        if (values.size() != 1) return Optional.of("takes one value");
        if (words.contains(values.getFirst())) return Optional.empty();
        return Optional.of(
                "must be one of " + String.join(", ", words) + ", was " + values.getFirst());
    }
}
