package dev.recua.models.naming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gives every file of a set one name that no other has: step 8 of requirements §2a and contracts
/// §6.
///
/// Each file has a chain of names, from short to exact: `mistral:7b-instruct`, `…-v0.3`,
/// `…-v0.3-q4_k_m`. Its name is the first of them that no other file has in its chain. A name
/// that several share becomes an alias of one of them (Q4_K_M, then Q8_0, then the first by
/// path). Files that share even the last one are numbered in path order: the name itself, then
/// `-2`, `-3`.
///
/// So adding a file may make names longer, but every name that led somewhere still does. The
/// order of the input does not matter. Pure.
public final class ModelNamer {

    /// A file to be named.
    ///
    /// @param path     tells files apart, and orders them
    /// @param fileName without folders
    /// @param quant    what the header says, for file names that do not
    /// @param usable   a broken file holds a shared name only if all are broken
    public record Candidate(String path, String fileName, Optional<String> quant, boolean usable) {}

    /// A file with its name.
    ///
    /// @param aliases shorter names that lead to it, shortest first
    public record Named(Candidate candidate, String id, List<String> aliases) {
        public Named {
            aliases = List.copyOf(aliases);
        }
    }

    private final List<Candidate> candidates;
    private final Map<Candidate, List<String>> chains = new HashMap<>();
    private final Map<Candidate, Integer> ranks = new HashMap<>();
    private final Map<String, Integer> holders = new HashMap<>();

    private ModelNamer(List<Candidate> candidates, Set<String> reserved) {
        this.candidates =
                candidates.stream()
                        .distinct()
                        .sorted(
                                Comparator.comparing(Candidate::path)
                                        .thenComparing(Candidate::fileName))
                        .toList();
        for (Candidate candidate : this.candidates) {
            List<String> chain = chain(candidate);
            chains.put(candidate, chain);
            ranks.put(candidate, quantRank(candidate));
            chain.forEach(name -> holders.merge(name, 1, Integer::sum));
        }
        reserved.forEach(name -> holders.merge(name, 2, Integer::sum));
    }

    /// Names all candidates.
    ///
    /// @param reserved names that somebody else has: they are given to nobody here
    /// @return in path order
    public static List<Named> name(List<Candidate> candidates, Set<String> reserved) {
        return new ModelNamer(candidates, reserved).name(reserved);
    }

    private List<Named> name(Set<String> reserved) {
        Map<Candidate, String> ids = new HashMap<>();
        Set<String> taken = new HashSet<>(reserved);
        for (Candidate candidate : candidates) {
            require(chains, candidate).stream()
                    .filter(name -> holders(name) == 1)
                    .findFirst()
                    .ifPresent(
                            name -> {
                                ids.put(candidate, name);
                                taken.add(name);
                            });
        }
        holders.forEach(
                (name, count) -> {
                    if (count > 1) {
                        taken.add(name);
                    }
                });
        number(ids, taken, reserved);
        Map<Candidate, Set<String>> aliases = aliases(ids, reserved);
        return candidates.stream()
                .map(
                        c ->
                                new Named(
                                        c,
                                        require(ids, c),
                                        List.copyOf(aliases.getOrDefault(c, Set.of()))))
                .toList();
    }

    /// Files that no name of their chain tells from others.
    private void number(Map<Candidate, String> ids, Set<String> taken, Set<String> reserved) {
        Set<String> begun = new HashSet<>(reserved);
        for (Candidate candidate : candidates) {
            if (ids.containsKey(candidate)) {
                continue;
            }
            String last = require(chains, candidate).getLast();
            String id = last;
            if (!begun.add(last)) {
                int number = 2;
                while (!taken.add(last + "-" + number)) {
                    number++;
                }
                id = last + "-" + number;
            }
            ids.put(candidate, id);
        }
    }

    private Map<Candidate, Set<String>> aliases(Map<Candidate, String> ids, Set<String> reserved) {
        Comparator<Candidate> preferred =
                Comparator.comparing((Candidate c) -> !c.usable())
                        .thenComparing(c -> require(ranks, c))
                        .thenComparing(Candidate::path);
        var owners = new HashMap<String, Candidate>();
        for (Candidate candidate : candidates) {
            for (String name : require(chains, candidate)) {
                if (holders(name) > 1) {
                    owners.merge(name, candidate, (a, b) -> preferred.compare(a, b) <= 0 ? a : b);
                }
            }
        }
        var idNames = new HashSet<>(ids.values());
        var aliases = new HashMap<Candidate, Set<String>>();
        for (Candidate candidate : candidates) {
            for (String name : require(chains, candidate)) {
                if (candidate.equals(owners.get(name))
                        && !idNames.contains(name)
                        && !reserved.contains(name)) {
                    aliases.computeIfAbsent(candidate, c -> new LinkedHashSet<>()).add(name);
                }
            }
        }
        return aliases;
    }

    private int holders(String name) {
        return holders.getOrDefault(name, 0);
    }

    private static List<String> chain(Candidate candidate) {
        FileName file = FileName.parse(candidate.fileName());
        var chain = new LinkedHashSet<String>();
        String name = file.base();
        chain.add(name);
        String release =
                file.release().map(r -> "-" + r).filter(r -> !file.isEmbedder()).orElse("");
        name += release;
        chain.add(name);
        name += quant(file, candidate).map(q -> "-" + q).orElse("");
        chain.add(name);
        return new ArrayList<>(chain);
    }

    private static Optional<String> quant(FileName file, Candidate candidate) {
        return file.quant().or(candidate::quant).map(quant -> quant.toLowerCase(Locale.ROOT));
    }

    private static int quantRank(Candidate candidate) {
        return switch (quant(FileName.parse(candidate.fileName()), candidate).orElse("")) {
            case "q4_k_m" -> 0;
            case "q8_0" -> 1;
            default -> 2;
        };
    }

    private static <K, V> V require(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("no entry for " + key);
        }
        return value;
    }
}
