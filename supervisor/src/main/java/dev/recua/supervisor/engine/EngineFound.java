package dev.recua.supervisor.engine;

import java.util.List;
import java.util.stream.Collectors;

/// What a search for an engine gave.
public sealed interface EngineFound {
    /// A place that was looked at without success.
    ///
    /// @param origin which step of the search
    /// @param place  the path, or the engine's name
    /// @param reason why it gave nothing, for a person
    /// @param broken true when something is there that should have worked: worth a warning; false
    ///     when nothing is there
    record Place(EngineOrigin origin, String place, String reason, boolean broken) {
        /// `PATH: /usr/local/bin: no llama-server here`.
        @Override
        public String toString() {
            return origin.label() + ": " + place + ": " + reason;
        }
    }

    /// An engine that works.
    ///
    /// @param passedOver what was looked at before it; those that are `broken` deserve a warning
    record Found(Engine engine, List<Place> passedOver) implements EngineFound {
        public Found {
            passedOver = List.copyOf(passedOver);
        }
    }

    /// The user named a binary and it does not work. Nothing else was tried: whoever names one
    /// wants that one.
    record Unusable(EngineOrigin origin, EngineProblem problem) implements EngineFound {
        /// What to tell the user.
        public String message() {
            return "The llama-server named by "
                    + origin.label()
                    + " cannot be used: "
                    + problem.message();
        }
    }

    /// No engine anywhere.
    record Missing(List<Place> searched) implements EngineFound {
        public Missing {
            searched = List.copyOf(searched);
        }

        /// Every place with its reason, one a line, and what to do.
        public String message() {
            String places = searched.stream().map(p -> "\n  " + p).collect(Collectors.joining());
            return "No llama-server was found. Searched:"
                    + (places.isEmpty() ? " nothing." : places)
                    + "\nInstall llama.cpp so that llama-server is on the PATH, or name one with --engine PATH.";
        }
    }
}
