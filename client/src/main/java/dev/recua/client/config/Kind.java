package dev.recua.client.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a key takes.
sealed interface Kind {
    /// What it takes, in words that follow "must be".
    String allowed();

    /// Whether it takes this value.
    boolean takes(JsonNode value);

    /// A whole number; `3.0` is one, too.
    ///
    /// @param unit in words, such as `milliseconds`; empty when it counts things
    record Whole(long least, long most, String unit) implements Kind {
        @Override
        public String allowed() {
            String suffix = unit.isEmpty() ? "" : " (" + unit + ")";
            return "a whole number from " + least + " to " + most + suffix;
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isNumber() && isWhole(value.decimalValue()) && lies(value, least, most);
        }

        private static boolean isWhole(BigDecimal number) {
            return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        }
    }

    /// A number.
    record Real(int least, int most) implements Kind {
        @Override
        public String allowed() {
            return "a number from " + least + " to " + most;
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isNumber() && lies(value, least, most);
        }
    }

    /// Some whole numbers.
    record OneOf(List<Integer> numbers) implements Kind {
        @Override
        public String allowed() {
            List<String> words = numbers.stream().map(String::valueOf).toList();
            String last = words.getLast();
            return String.join(", ", words.subList(0, words.size() - 1)) + " or " + last;
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isNumber()
                    && numbers.stream()
                            .anyMatch(it -> value.decimalValue().compareTo(decimal(it)) == 0);
        }
    }

    /// Some words.
    record Words(List<String> words) implements Kind {
        @Override
        public String allowed() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isString() && words.contains(value.stringValue());
        }
    }

    /// Yes or no.
    record Flag() implements Kind {
        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isBoolean();
        }
    }

    /// Any text.
    record Text() implements Kind {
        @Override
        public String allowed() {
            return "a text";
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isString();
        }
    }

    /// Names, none of them blank.
    record Names() implements Kind {
        @Override
        public String allowed() {
            return "a list of names, such as [\"qwen3:8b\"]";
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isArray()
                    && value.valueStream()
                            .allMatch(it -> it.isString() && !it.stringValue().isBlank());
        }
    }

    /// The address of a server.
    record Address() implements Kind {
        @Override
        public String allowed() {
            return "an address such as http://localhost:8080";
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isString();
        }
    }

    /// A key, or where it is; never shown.
    record Hidden() implements Kind {
        @Override
        public String allowed() {
            return "a key, \"${NAME}\" for an environment variable, or {\"file\": \"PATH\"}";
        }

        @Override
        public boolean takes(JsonNode value) {
            if (value.isString()) return true;
            return value.isObject() && value.size() == 1 && value.path("file").isString();
        }
    }

    /// Keys below a key.
    record Section(List<Key> keys) implements Kind {
        @Override
        public String allowed() {
            return "an object with "
                    + keys.stream().map(Key::name).collect(Collectors.joining(", "));
        }

        @Override
        public boolean takes(JsonNode value) {
            return value.isObject();
        }
    }

    private static boolean lies(JsonNode value, long least, long most) {
        BigDecimal number = value.decimalValue();
        return number.compareTo(decimal(least)) >= 0 && number.compareTo(decimal(most)) <= 0;
    }

    private static BigDecimal decimal(long number) {
        return BigDecimal.valueOf(number);
    }
}
