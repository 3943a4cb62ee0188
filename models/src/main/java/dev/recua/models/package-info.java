/// Recua's models room.
@NullMarked
package dev.recua.models;

import org.jspecify.annotations.NullMarked;
