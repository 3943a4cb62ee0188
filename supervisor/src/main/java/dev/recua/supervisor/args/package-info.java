/// The argument list of a child: from a typed wish to words that this very binary understands.
///
/// Pure: no file, no process. [ServerArgs] is the file to open first. May import the JDK,
/// `dev.recua.supervisor.engine` (for the flags that a binary knows) and `dev.recua.models.naming`
/// (for the nearest one).
@NullMarked
package dev.recua.supervisor.args;

import org.jspecify.annotations.NullMarked;
