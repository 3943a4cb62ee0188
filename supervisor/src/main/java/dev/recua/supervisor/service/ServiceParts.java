package dev.recua.supervisor.service;

import dev.recua.supervisor.server.ServerFactory;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/// What a service needs of the world.
///
/// @param servers    makes the server of each start
/// @param watcher    finds out whether one still works
/// @param discovery  asks one for its models
/// @param clock      time
/// @param luck       random numbers from 0 to 1, for the jitter of waits
/// @param threads    runs the service itself, and answers those who wait
/// @param background runs what takes time, and can be interrupted at the end
record ServiceParts(
        ServerFactory servers,
        Watcher watcher,
        Discovery discovery,
        ServiceClock clock,
        DoubleSupplier luck,
        Executor threads,
        Executor background) {}
