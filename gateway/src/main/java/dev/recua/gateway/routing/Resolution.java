package dev.recua.gateway.routing;

import dev.recua.models.catalogue.Model;
import java.util.List;

/// What a name in a request means.
public sealed interface Resolution {
    /// One of our models; it may be a broken one.
    record Local(Model model) implements Resolution {}

    /// No model has this name.
    ///
    /// @param nearest names that are close to it, best first; may be empty
    record Unknown(String name, List<String> nearest) implements Resolution {
        public Unknown {
            nearest = List.copyOf(nearest);
        }
    }

    /// No name was given, and nothing tells which model is meant.
    ///
    /// @param known the ids to choose from; may be empty
    record Unnamed(List<String> known) implements Resolution {
        public Unnamed {
            known = List.copyOf(known);
        }
    }
}
