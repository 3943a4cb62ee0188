/// The engine room: which llama-server binary is used, what it can do, and which ones are
/// installed.
///
/// [EngineFinder] is the file to open first: it holds the search order. [EngineProbe] asks a binary
/// for its version and flags, [EngineStore] lists what is installed below `engines/`,
/// [EngineChoice] remembers `engine use`. Installing is next door in `install`, the argument list
/// of a child in `dev.recua.supervisor.args`.
///
/// May import the JDK, Jackson and `engine.io`; knows neither the gateway nor the child processes
/// that serve models.
@NullMarked
package dev.recua.supervisor.engine;

import org.jspecify.annotations.NullMarked;
