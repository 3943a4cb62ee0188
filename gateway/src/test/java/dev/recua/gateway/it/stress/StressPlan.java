package dev.recua.gateway.it.stress;

import java.time.Duration;

/// How much stress.
///
/// @param seed        of everything random; client n takes the n-th generator split from it
/// @param clients     at once
/// @param time        for which calls begin; those that are going on then come to their end
/// @param sampleEvery between two looks at memory and descriptors
/// @param heapEvery   between two looks at the heap after a collection, which stops the gateway for
///     a moment; ZERO for none
public record StressPlan(
        long seed, int clients, Duration time, Duration sampleEvery, Duration heapEvery) {}
