package dev.recua.gateway.routing;

import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import dev.recua.models.catalogue.Source;
import dev.recua.models.naming.NearestNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the model that a request means. Pure: the same catalogue and name give the same answer.
///
/// A name is looked for as an exact id, then as an alias, then as `org/repo:quant` of the Hugging
/// Face cache. A request without a name means the default, else the only loaded model, else the
/// only one known, where the bundled one does not count beside others.
///
/// @param catalogue the models we know
/// @param loaded    models that are in memory
/// @param standard  the name that `default-model` gives
public record Resolver(Catalogue catalogue, Set<ModelId> loaded, Optional<String> standard) {
    private static final int NEAREST = 3;

    public Resolver {
        loaded = Set.copyOf(loaded);
    }

    /// What this name means.
    ///
    /// @param name as the request says it; empty when it names none
    public Resolution resolve(Optional<String> name) {
        return name.filter(given -> !given.isBlank())
                .or(() -> standard)
                .map(this::named)
                .orElseGet(this::unnamed);
    }

    /// The model of exactly this name, also a broken one.
    public Optional<Model> find(String name) {
        return catalogue.resolve(name);
    }

    private Resolution named(String name) {
        return catalogue
                .resolve(name)
                .<Resolution>map(Resolution.Local::new)
                .orElseGet(() -> new Resolution.Unknown(name, nearest(name)));
    }

    private Resolution unnamed() {
        List<Model> inMemory = usable().filter(model -> loaded.contains(model.id())).toList();
        if (inMemory.size() == 1) return new Resolution.Local(inMemory.getFirst());
        List<Model> known = usable().toList();
        List<Model> own = known.stream().filter(model -> model.source() != Source.BUNDLED).toList();
        List<Model> candidates = own.isEmpty() ? known : own;
        if (candidates.size() == 1) return new Resolution.Local(candidates.getFirst());
        return new Resolution.Unnamed(known.stream().map(model -> model.id().value()).toList());
    }

    private Stream<Model> usable() {
        return catalogue.models().stream().filter(model -> model.problem().isEmpty());
    }

    private List<String> nearest(String name) {
        List<String> names =
                usable().flatMap(
                                model ->
                                        Stream.concat(
                                                Stream.of(model.id().value()),
                                                model.aliases().stream()))
                        .toList();
        return NearestNames.of(name, names, NEAREST);
    }
}
