/// Who may run now: admission, leases, swapping. Decisions only.
///
/// [dev.recua.gateway.scheduling.Scheduler] is a pure function: a
/// [dev.recua.gateway.scheduling.Schedule] (value), an [dev.recua.gateway.scheduling.Event] and the
/// time give the next schedule and the effects to perform.
/// [dev.recua.gateway.scheduling.Dispatcher] is its only owner: it keeps the current schedule on
/// one thread, hands effects to the [dev.recua.gateway.scheduling.Effects] port and gives each
/// admitted request a [dev.recua.gateway.scheduling.Lease]. Which models may be resident together
/// is a [dev.recua.gateway.scheduling.ResidencyPolicy]; a memory-aware one takes the place of the
/// count when it exists.
///
/// May import `dev.recua.models` and the JDK; knows neither HTTP nor processes. Read `Scheduler`
/// first.
@NullMarked
package dev.recua.gateway.scheduling;

import org.jspecify.annotations.NullMarked;
