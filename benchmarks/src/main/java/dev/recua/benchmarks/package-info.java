/// Measured scenarios of the whole product: starts, added latency, leaving clients, memory.
///
/// [dev.recua.benchmarks.Harness] runs the [dev.recua.benchmarks.Scenario]s that it is told and
/// writes one report; `benchmarks/run.sh` starts it. They need Linux (`/proc`), the packaged
/// gateway and a real llama-server. Parts that can be measured alone are in `micro`, with JMH. May
/// import every room; nothing imports it. Open `Harness` first.
@NullMarked
package dev.recua.benchmarks;

import org.jspecify.annotations.NullMarked;
