/// The children that run now, and how one is started.
///
/// [dev.recua.gateway.fleet.Fleet] is the scheduler's [dev.recua.gateway.scheduling.Effects] port:
/// it launches and stops children on virtual threads and posts back what became of them. How a
/// child comes to be is behind [dev.recua.gateway.fleet.Launcher];
/// [dev.recua.gateway.fleet.LlamaLauncher] is the real one: engine, arguments, `supervisor`.
///
/// May import `scheduling`, `config`, `home`, `models` and `supervisor`. Read `Fleet` first.
@NullMarked
package dev.recua.gateway.fleet;

import org.jspecify.annotations.NullMarked;
