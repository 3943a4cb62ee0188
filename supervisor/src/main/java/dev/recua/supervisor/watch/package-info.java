/// Whether a server that runs still works: what is asked, how often, and when its silence counts
/// as a hang.
///
/// The rule is pure. May import the JDK and Jackson, and of this room `child`. Open
/// [dev.recua.supervisor.watch.Liveness] first.
@NullMarked
package dev.recua.supervisor.watch;

import org.jspecify.annotations.NullMarked;
