/// Brings an engine onto this machine: llama.cpp's own release file, else the distribution's
/// package.
///
/// [EngineInstaller] is the file to open first. It asks its sources in turn ([LlamaReleases],
/// [DebianPackage]), and only what answered a probe is renamed into place.
///
/// May import the JDK, Jackson, `engine` and `engine.io`.
@NullMarked
package dev.recua.supervisor.engine.install;

import org.jspecify.annotations.NullMarked;
