/// The children that run now, and how one is started.
///
/// [dev.recua.gateway.fleet.Fleet] is the scheduler's [dev.recua.gateway.scheduling.Effects] port:
/// one `LlamaService` for each model brings its server back after a crash or a hang, and what
/// becomes of it is posted back. How a server comes to be is behind
/// [dev.recua.gateway.fleet.Launcher]; [dev.recua.gateway.fleet.LlamaLauncher] makes the real ones:
/// engine, arguments, `supervisor`.
///
/// [dev.recua.gateway.fleet.Engines] says which engine children are started with;
/// [dev.recua.gateway.fleet.EngineRoom] carries out what their owner orders: install, use, remove.
///
/// May import `scheduling`, `config`, `home`, `models`, `supervisor` and the records of
/// `dev.recua.client.admin`. Read `Fleet` first.
@NullMarked
package dev.recua.gateway.fleet;

import org.jspecify.annotations.NullMarked;
