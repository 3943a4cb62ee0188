package dev.recua.client.error;

import dev.recua.client.config.ProviderType;
import java.net.URI;
import java.util.List;

/// What each kind of failure means, why it mostly happens and what to do: source 002's guide, keyed
/// by the very enum of the classifier, so that no kind is without an entry. The words depend on who
/// was asked and where.
public final class TroubleshootingGuide {
    private TroubleshootingGuide() {}

    /// One entry.
    ///
    /// @param key                source 002's name of it, such as `CONNECTION_REFUSED`; the name of
    ///     the kind where it is the same
    /// @param causes             likely ones, the likeliest first
    /// @param solutions          what to try, in this order
    /// @param diagnosticCommands for a shell; none of them changes anything
    public record Entry(
            String key,
            ErrorType type,
            String description,
            List<String> causes,
            List<String> solutions,
            List<String> diagnosticCommands) {
        public Entry {
            causes = List.copyOf(causes);
            solutions = List.copyOf(solutions);
            diagnosticCommands = List.copyOf(diagnosticCommands);
        }
    }

    /// The entry for a kind of failure of this provider.
    ///
    /// @param address of the provider; what it has of a path does no harm
    public static Entry of(ErrorType type, ProviderType provider, URI address) {
        var place = new Place(provider, address);
        return new Entry(
                GuideTexts.find(type + ".key").orElse(type.name()),
                type,
                place.fill(GuideTexts.plain(type + ".description")),
                section(type, place, "causes"),
                section(type, place, "solutions"),
                section(type, place, "commands"));
    }

    private static List<String> section(ErrorType type, Place place, String section) {
        return GuideTexts.section(type, place.provider(), section).stream()
                .map(place::fill)
                .toList();
    }
}
