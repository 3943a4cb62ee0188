package dev.recua.gateway.it.chaos;

import java.util.List;
import java.util.Map;

/// What a run showed.
///
/// @param plan       what was done
/// @param seconds    that it took
/// @param recoveries ms from each fault to the next good answer, by kind of fault
/// @param fates      requests by what became of them
/// @param losses     the first requests that were lost, with why
/// @param broken     rules that were broken: states that must not follow each other, engines at the
///     same time, starts that nothing called for
/// @param usedUp     when the service was given up in passing because its restarts were used up
/// @param starts     engines that were started
/// @param entered    how often the service came into each state
/// @param before     the gateway at rest before the first fault
/// @param after      the same after the last
/// @param atOnce     the most engines that lived at the same time
public record ChaosResult(
        ChaosPlan plan,
        double seconds,
        Map<String, List<Double>> recoveries,
        Map<String, Integer> fates,
        List<String> losses,
        List<String> broken,
        List<String> usedUp,
        int starts,
        Map<String, Integer> entered,
        Held before,
        Held after,
        int atOnce) {

    /// Faults that were inflicted.
    public int faults() {
        return recoveries.values().stream().mapToInt(List::size).sum();
    }

    /// Requests of one fate, `answered` for example.
    public int fates(String fate) {
        return fates.getOrDefault(fate, 0);
    }

    /// Requests that must not have been.
    public int lost() {
        return fates("lost");
    }
}
