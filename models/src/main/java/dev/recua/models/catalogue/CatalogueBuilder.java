package dev.recua.models.catalogue;

import dev.recua.models.catalogue.ModelScanner.Scan;
import dev.recua.models.gguf.ModelFacts;
import dev.recua.models.naming.ModelNamer;
import dev.recua.models.naming.ModelNamer.Candidate;
import dev.recua.models.naming.ModelNamer.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Names what a scan found and adds what the configuration says. Pure.
///
/// 1. Every file gets its name ([ModelNamer]).
/// 2. A declared model with a file that was not found under its id is one more entry, and so is one
///   of a running server; its id is taken from the others.
/// 3. A declared id that leads to a found model, be it by an alias, becomes its id.
/// 4. Aliases, the stronger first: declared, of name collisions and bundled models, elected
///    ([AliasBook]).
final class CatalogueBuilder {
    private final Scan scan;
    private final List<Declared> declared;
    private final List<String> notes;
    private final TreeMap<String, Entry> entries = new TreeMap<>();

    private CatalogueBuilder(Scan scan, List<Declared> declared) {
        this.scan = scan;
        this.declared = declared;
        this.notes = new ArrayList<>(scan.problems());
    }

    static Catalogue build(Scan scan, List<Declared> declared) {
        return new CatalogueBuilder(scan, declared).build();
    }

    private Catalogue build() {
        Set<String> extra = extraIds(name(Set.of()));
        name(extra).forEach((id, entry) -> entries.put(id, entry));
        for (Declared one : declared) {
            if (extra.contains(one.id().value())) {
                Found added = one.address().map(Found::served).orElseGet(() -> require(one));
                entries.put(
                        one.id().value(),
                        new Entry(added.withSource(Source.CONFIG), List.of(), one));
            } else {
                override(one);
            }
        }
        var aliases = AliasBook.write(entries, notes);
        List<Model> models =
                entries.entrySet().stream()
                        .map(
                                e ->
                                        e.getValue()
                                                .model(
                                                        e.getKey(),
                                                        aliases.getOrDefault(
                                                                e.getKey(), List.of())))
                        .toList();
        return new Catalogue(models, notes);
    }

    /// Found models by name.
    private Map<String, Entry> name(Set<String> reserved) {
        var byPath = new HashMap<String, Found>();
        var candidates = new ArrayList<Candidate>();
        for (Found found : scan.found()) {
            String path = found.path().toString();
            byPath.put(path, found);
            candidates.add(
                    new Candidate(
                            path,
                            found.fileName(),
                            Entry.quantization(found),
                            found.problem().isEmpty()));
        }
        var named = new TreeMap<String, Entry>();
        for (Named one : ModelNamer.name(candidates, reserved)) {
            Found found = byPath.get(one.candidate().path());
            if (found != null) {
                named.put(one.id(), new Entry(found, names(found, one.aliases()), null));
            }
        }
        return named;
    }

    /// What we ship we also call by the name that its file gives itself, such as `recua-tiny`.
    private static List<String> names(Found found, List<String> shorter) {
        Optional<String> own =
                found.facts()
                        .filter(facts -> found.source() == Source.BUNDLED)
                        .flatMap(ModelFacts::basename)
                        .map(n -> n.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s/]+", "-"));
        return Stream.concat(own.stream(), shorter.stream()).toList();
    }

    /// Ids of declared models whose file was not found under that name, or that have none.
    private Set<String> extraIds(Map<String, Entry> named) {
        var extra = new HashSet<String>();
        for (Declared one : declared) {
            if (one.address().isPresent()) extra.add(one.id().value());
            if (one.file().isPresent()) {
                Optional<Entry> found = lookup(named, one.id().value()).map(named::get);
                if (found.filter(e -> e.found().real().equals(require(one).real())).isEmpty()) {
                    extra.add(one.id().value());
                }
            }
        }
        return extra;
    }

    private void override(Declared one) {
        String id = one.id().value();
        Optional<String> known = lookup(entries, id);
        if (known.isEmpty()) {
            notes.add(
                    "models.%s: no model of this name was found in any folder; give it a `file`, or put the file into a model folder"
                            .formatted(id));
            return;
        }
        Entry entry = entries.remove(known.get());
        if (entry != null) {
            entries.put(id, entry.renamed(known.get(), id).declaredAs(one));
        }
    }

    private static Optional<String> lookup(Map<String, Entry> named, String name) {
        if (named.containsKey(name)) {
            return Optional.of(name);
        }
        return named.entrySet().stream()
                .filter(e -> e.getValue().names().contains(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Found require(Declared one) {
        Found found = one.file().map(scan.declared()::get).orElse(null);
        if (found == null) {
            throw new IllegalStateException("the file of " + one.id() + " was not looked at");
        }
        return found;
    }
}
