package dev.recua.client.config;

/// Where a value was set.
///
/// @param source  the file, or the environment variable
/// @param line    from 1; 0 in a variable
/// @param column  from 1; 0 in a variable
/// @param pointer of the value
record Place(String source, int line, int column, String pointer) {
    static Place variable(String name, String pointer) {
        return new Place(name, 0, 0, pointer);
    }

    /// Whether an environment variable has it, or no place in the file is meant.
    boolean isOutsideText() {
        return line == 0;
    }

    static Place wholeFile(String name) {
        return new Place(name, 0, 0, "");
    }
}
