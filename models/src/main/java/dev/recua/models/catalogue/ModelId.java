package dev.recua.models.catalogue;

/// The name that a model is asked for by, such as `llama3.2:1b-instruct`.
///
/// @param value one to 200 characters without `/`, white space and control characters
public record ModelId(String value) implements Comparable<ModelId> {
    private static final int LONGEST = 200;

    public ModelId {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a model id has 1 to %d characters, this has %d: '%s'"
                            .formatted(LONGEST, value.length(), value));
        }
        if (value.chars()
                .anyMatch(
                        c -> c == '/' || Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new IllegalArgumentException(
                    "a model id has no '/' and no white space: '" + value + "'");
        }
    }

    @Override
    public int compareTo(ModelId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
