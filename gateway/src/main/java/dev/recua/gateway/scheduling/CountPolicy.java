package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// At most so many models at once (`memory.max-models`).
///
/// Who leaves first: one that is stopping already; an idle one, the longest unused first; a busy
/// one that leaves anyway; another busy one; one that loads. Of the busy ones the one that was
/// granted to least recently: a model that is drained is granted to no more, so the choice stays
/// with it until it is gone.
///
/// @param maxModels 0 is no limit
public record CountPolicy(int maxModels) implements ResidencyPolicy {
    public CountPolicy {
        if (maxModels < 0)
            throw new IllegalArgumentException("maxModels is negative: " + maxModels);
    }

    @Override
    public Set<ModelId> toEvictFor(ModelId wanted, Map<ModelId, Resident> residents) {
        int surplus = residents.size() + 1 - maxModels;
        if (maxModels == 0 || surplus <= 0) return Set.of();
        List<ModelId> leaving =
                residents.entrySet().stream()
                        .sorted(BY_WILLINGNESS)
                        .map(Map.Entry::getKey)
                        .limit(surplus)
                        .toList();
        return leaving.stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static final Comparator<Map.Entry<ModelId, Resident>> BY_WILLINGNESS =
            Comparator.<Map.Entry<ModelId, Resident>>comparingInt(entry -> rank(entry.getValue()))
                    .thenComparing(entry -> age(entry.getValue()))
                    .thenComparing(entry -> entry.getKey().value());

    private static int rank(Resident resident) {
        return switch (resident) {
            case Resident.Unloading _ -> 0;
            case Resident.Loaded loaded when loaded.idle() -> 1;
            case Resident.Loaded loaded when loaded.leaving() || loaded.unfit() -> 2;
            case Resident.Loaded _ -> 3;
            case Resident.Loading _ -> 4;
        };
    }

    private static Instant age(Resident resident) {
        return switch (resident) {
            case Resident.Loaded loaded when loaded.idle() -> loaded.lastUsed();
            case Resident.Loaded loaded -> loaded.lastGranted();
            case Resident.Unloading _, Resident.Loading _ -> Instant.MAX;
        };
    }
}
