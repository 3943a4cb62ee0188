/// Recua's supervisor room.
@NullMarked
package dev.recua.supervisor;

import org.jspecify.annotations.NullMarked;
