/// The edges that finding, installing and running an engine share: run a short command, write a
/// file whole, delete a folder of ours, and which of our variables no program inherits.
///
/// Imports the JDK only. Start with [dev.recua.supervisor.engine.io.Command].
@NullMarked
package dev.recua.supervisor.engine.io;

import org.jspecify.annotations.NullMarked;
