/// What one process uses of its machine, over time: memory, processor, threads, open files, and
/// memory of the graphics card where a tool tells it.
///
/// What a system does not tell is empty, never a guess. May import the JDK and, of this room,
/// `engine.io`. Open [dev.recua.supervisor.resources.ResourceMeter] first.
@NullMarked
package dev.recua.supervisor.resources;

import org.jspecify.annotations.NullMarked;
