package dev.recua.models.naming;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Decides which model answers to the names that OpenAI's clients ask for by default.
///
/// - `gpt-3.5-turbo`: chat models below 4 billion parameters. Owner: the smallest of at least 1
///   billion, else the largest below.
/// - `gpt-4`: chat models of at least 4 billion. Owner: the smallest.
/// - `text-davinci-003`: chat models called instruct, chat or it. Owner: as for `gpt-3.5-turbo`.
///
/// Ties go to the first id. The bundled model owns an alias only if nobody else may. Without a
/// candidate the alias does not exist. Pure.
public final class AliasElection {
    public static final String SMALL = "gpt-3.5-turbo";
    public static final String LARGE = "gpt-4";
    public static final String INSTRUCT = "text-davinci-003";

    private static final double LARGE_FROM = 4;
    private static final double USEFUL_FROM = 1;

    /// A usable chat model. Embedding, rerank and broken models and projectors must not be
    /// entered.
    ///
    /// @param billions parameters: the size in its name, else as counted in the file
    /// @param tuned    called instruct, chat or it
    public record Contender(String id, double billions, boolean tuned, boolean bundled) {}

    private AliasElection() {}

    /// Elects the owner of each alias.
    ///
    /// @return alias → id of its owner
    public static Map<String, String> elect(List<Contender> contenders) {
        var owners = new TreeMap<String, String>();
        owner(contenders, c -> c.billions() < LARGE_FROM).ifPresent(id -> owners.put(SMALL, id));
        owner(contenders, c -> c.billions() >= LARGE_FROM).ifPresent(id -> owners.put(LARGE, id));
        owner(contenders, Contender::tuned).ifPresent(id -> owners.put(INSTRUCT, id));
        return owners;
    }

    private static Optional<String> owner(
            List<Contender> contenders, Predicate<Contender> eligible) {
        Comparator<Contender> order =
                Comparator.comparing(Contender::bundled)
                        .thenComparing(c -> c.billions() < USEFUL_FROM)
                        .thenComparingDouble(
                                c -> c.billions() < USEFUL_FROM ? -c.billions() : c.billions())
                        .thenComparing(Contender::id);
        return contenders.stream().filter(eligible).min(order).map(Contender::id);
    }
}
