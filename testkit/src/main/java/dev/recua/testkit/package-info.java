/// Recua's testkit room.
@NullMarked
package dev.recua.testkit;

import org.jspecify.annotations.NullMarked;
