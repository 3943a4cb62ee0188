/// One llama-server as a child process: start it, know when it is ready, drain its log, end it
/// with its tree.
///
/// It may use the JDK, Jackson, `args`, `engine`, `engine.io` and `resources`; it knows no gateway
/// and no scheduler.
/// Nothing here restarts a child that was ready: that is a decision of the one who asked for it.
/// Open [Child] first, then [Lifecycle], which decides every step as a pure function.
@NullMarked
package dev.recua.supervisor.child;

import org.jspecify.annotations.NullMarked;
