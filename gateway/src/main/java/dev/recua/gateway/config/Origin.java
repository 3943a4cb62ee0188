package dev.recua.gateway.config;

import java.nio.file.Path;

/// Where a value was set, so that a problem with it can be found.
public sealed interface Origin {
    /// A place in the file.
    ///
    /// @param file as the user named it, or the default file's absolute path
    /// @param line from 1; 0 when the whole file is meant
    /// @param column from 1; 0 when the whole file is meant
    record InFile(Path file, int line, int column) implements Origin {
        @Override
        public String toString() {
            return line == 0 ? file.toString() : file + ":" + line + ":" + column;
        }
    }

    /// An environment variable.
    record Variable(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }

    /// A command-line option, with its dashes.
    record Option(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }
}
