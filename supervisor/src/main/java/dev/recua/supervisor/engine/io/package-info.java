/// The edges that finding and installing an engine share: run a short command, write a file whole,
/// delete a folder of ours.
///
/// Imports the JDK only. Start with [dev.recua.supervisor.engine.io.Command].
@NullMarked
package dev.recua.supervisor.engine.io;

import org.jspecify.annotations.NullMarked;
