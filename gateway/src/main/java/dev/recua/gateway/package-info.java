/// Recua's gateway room.
@NullMarked
package dev.recua.gateway;

import org.jspecify.annotations.NullMarked;
