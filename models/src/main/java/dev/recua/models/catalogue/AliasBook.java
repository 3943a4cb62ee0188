package dev.recua.models.catalogue;

import dev.recua.models.naming.AliasElection;
import dev.recua.models.naming.AliasElection.Contender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Gives every alias one owner. An alias that is the id of a model stays that id. Pure.
final class AliasBook {
    private final SortedMap<String, Entry> entries;
    private final Map<String, String> owners = new LinkedHashMap<>();

    private AliasBook(SortedMap<String, Entry> entries) {
        this.entries = entries;
    }

    /// The aliases of each id. What cannot be granted is said in `notes`.
    static Map<String, List<String>> write(SortedMap<String, Entry> entries, List<String> notes) {
        var book = new AliasBook(entries);
        book.declared(notes);
        entries.forEach((id, entry) -> entry.names().forEach(name -> book.grant(name, id)));
        AliasElection.elect(book.contenders()).forEach(book::grant);
        var byId = new HashMap<String, List<String>>();
        book.owners.forEach(
                (alias, id) -> byId.computeIfAbsent(id, i -> new ArrayList<>()).add(alias));
        return byId;
    }

    private void declared(List<String> notes) {
        entries.forEach(
                (id, entry) -> {
                    for (String alias : entry.declaredAliases()) {
                        if (!alias.equals(id) && !grant(alias, id)) {
                            notes.add(
                                    "models.%s.aliases: `%s` already is the name of %s"
                                            .formatted(
                                                    id,
                                                    alias,
                                                    entries.containsKey(alias)
                                                            ? "a model"
                                                            : owners.get(alias)));
                        }
                    }
                });
    }

    private List<Contender> contenders() {
        var contenders = new ArrayList<Contender>();
        entries.forEach(
                (id, entry) -> {
                    if (entry.isUsable() && entry.type() == ModelType.CHAT) {
                        entry.billions()
                                .ifPresent(
                                        billions ->
                                                contenders.add(
                                                        new Contender(
                                                                id,
                                                                billions,
                                                                entry.found().parsed().tuned(),
                                                                entry.found().source()
                                                                        == Source.BUNDLED)));
                    }
                });
        return contenders;
    }

    private boolean grant(String alias, String id) {
        return !entries.containsKey(alias) && owners.putIfAbsent(alias, id) == null;
    }
}
