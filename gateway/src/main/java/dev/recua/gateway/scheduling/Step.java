package dev.recua.gateway.scheduling;

import java.util.List;

/// A decision: the next schedule, and what to do about it, in order.
public record Step(Schedule schedule, List<Effect> effects) {
    public Step {
        effects = List.copyOf(effects);
    }
}
