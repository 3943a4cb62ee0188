/// What a server can do wrong, played over raw sockets: refusals, broken connections, half answers,
/// silence, pages of proxies. The table of all of them, with what a client must make of each, is
/// the resource `faults/faults.txt`.
///
/// May import the JDK. Open [FaultServer] first.
@NullMarked
package dev.recua.testkit.fault;

import org.jspecify.annotations.NullMarked;
