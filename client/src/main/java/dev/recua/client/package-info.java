/// Recua's client room.
@NullMarked
package dev.recua.client;

import org.jspecify.annotations.NullMarked;
