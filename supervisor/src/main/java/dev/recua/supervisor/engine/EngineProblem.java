package dev.recua.supervisor.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Why a binary cannot be used.
///
/// @param kind      the class of the cause
/// @param binary    the file in question
/// @param what      what was seen, in a sentence without the path and without a final stop
/// @param exit      how it ended; empty when it did not run or did not end
/// @param lastLines the end of what it printed, at most a few lines
public record EngineProblem(
        Kind kind, Path binary, String what, OptionalInt exit, List<String> lastLines) {
    /// Classes of causes.
    public enum Kind {
        /// Nothing is there.
        ABSENT("Check the path"),
        /// A folder, or something else that is no file.
        NOT_A_FILE("Name the llama-server file itself"),
        /// A file that may not be run.
        NOT_EXECUTABLE("Run chmod +x on it, or name another binary with --engine PATH"),
        /// It could not be started, or ended with an error.
        DOES_NOT_RUN(
                "Try it with --version in a terminal, or name another binary with --engine PATH"),
        /// It needs a library that this machine lacks.
        LIBRARY_MISSING("Install that library, or name another binary with --engine PATH"),
        /// It did not answer in time and was ended.
        HANGS("Try it with --version in a terminal, or name another binary with --engine PATH"),
        /// It runs, but is another program.
        NOT_LLAMA_SERVER("Name llama.cpp's llama-server with --engine PATH");

        private final String advice;

        Kind(String advice) {
            this.advice = advice;
        }

        /// What the user can do about it.
        public String advice() {
            return advice;
        }
    }

    public EngineProblem {
        lastLines = List.copyOf(lastLines);
    }

    static EngineProblem of(Kind kind, Path binary, String what) {
        return new EngineProblem(kind, binary, what, OptionalInt.empty(), List.of());
    }

    /// The whole story for a person: which binary, what happened, its last words, what to do.
    public String message() {
        String lines = lastLines.isEmpty() ? "" : ": \"" + String.join(" | ", lastLines) + "\"";
        return binary + " " + what + lines + ". " + kind.advice() + ".";
    }

    /// True when nothing is there, in contrast to something that is there and broken.
    public boolean isAbsent() {
        return kind == Kind.ABSENT;
    }
}
