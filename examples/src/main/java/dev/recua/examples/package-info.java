/// Recua's examples room.
@NullMarked
package dev.recua.examples;

import org.jspecify.annotations.NullMarked;
