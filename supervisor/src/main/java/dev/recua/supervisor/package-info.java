/// One llama-server as a supervised child process, for any Java program.
///
/// Three packages, each of use alone: `engine` finds a llama-server and knows what it can do
/// (`engine.install` brings one), `args` turns a wish into words that this binary understands,
/// `child` starts it, watches it and ends it with its tree.
///
/// May import the JDK, Jackson, `dev.recua.client` and `dev.recua.models`; knows no gateway. Open
/// first: [dev.recua.supervisor.child.Child], then [dev.recua.supervisor.engine.EngineFinder].
@NullMarked
package dev.recua.supervisor;

import org.jspecify.annotations.NullMarked;
