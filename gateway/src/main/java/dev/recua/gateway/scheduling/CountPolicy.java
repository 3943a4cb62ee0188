package dev.recua.gateway.scheduling;

import dev.recua.models.catalogue.ModelId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// At most so many models at once (`memory.max-models`); the one unused for longest leaves first,
/// an idle one before a busy one, and one that is leaving already before both.
///
/// @param maxModels at least 1
public record CountPolicy(int maxModels) implements ResidencyPolicy {
    public CountPolicy {
        if (maxModels < 1)
            throw new IllegalArgumentException("maxModels must be at least 1, was " + maxModels);
    }

    @Override
    public Set<ModelId> toEvictFor(ModelId wanted, Map<ModelId, Resident> residents) {
        int surplus = residents.size() + 1 - maxModels;
        if (surplus <= 0) return Set.of();
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
                    .thenComparing(entry -> lastUsed(entry.getValue()))
                    .thenComparing(entry -> entry.getKey().value());

    private static int rank(Resident resident) {
        return switch (resident) {
            case Resident.Unloading _ -> 0;
            case Resident.Loaded loaded -> loaded.idle() ? 1 : 2;
            case Resident.Loading _ -> 3;
        };
    }

    private static Instant lastUsed(Resident resident) {
        return resident instanceof Resident.Loaded loaded ? loaded.lastUsed() : Instant.MAX;
    }
}
