/// Recua's benchmarks room.
@NullMarked
package dev.recua.benchmarks;

import org.jspecify.annotations.NullMarked;
