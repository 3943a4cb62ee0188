/// The argument list of a child: from a typed wish to words that this very binary understands.
///
/// Options are data: [Options] is the table of all that llama-server has or had. [Dialect] says
/// words to one binary, [EngineArgs] makes them in Java, [ServerArgs] makes those of a child. Pure:
/// no file, no process. [Dialect] is the file to open first. May import the JDK,
/// `dev.recua.supervisor.engine` (for the flags that a binary knows) and `dev.recua.models.naming`
/// (for the nearest one).
@NullMarked
package dev.recua.supervisor.args;

import org.jspecify.annotations.NullMarked;
