package dev.recua.supervisor.service;

import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerFactory;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A server that is being made, on a thread that can be told to leave it. Safe from any thread.
final class Making implements Runnable {
    private final String name;
    private final long generation;
    private final ServerFactory servers;
    private final Consumer<ServiceSignal> outcome;
    private @Nullable Thread thread;
    private boolean abandoned;

    /// @param outcome gets exactly one signal, unless nobody wants the server any more
    Making(String name, long generation, ServerFactory servers, Consumer<ServiceSignal> outcome) {
        this.name = name;
        this.generation = generation;
        this.servers = servers;
        this.outcome = outcome;
    }

    @Override
    public void run() {
        if (!begin()) return;
        ServiceSignal signal = make();
        end();
        outcome.accept(signal);
    }

    /// Interrupts whoever makes it. What is made nevertheless was never launched, and is dropped.
    synchronized void abandon() {
        abandoned = true;
        if (thread != null) thread.interrupt();
    }

    private synchronized boolean begin() {
        if (!abandoned) thread = Thread.currentThread();
        return !abandoned;
    }

    private synchronized void end() {
        thread = null;
    }

    private ServiceSignal make() {
        try {
            Server server = servers.create();
            return new ServiceSignal.Made(generation, server);
        } catch (ServerFactory.NoServer none) {
            return new ServiceSignal.NotMade(generation, none.failure());
        } catch (InterruptedException stop) {
            return new ServiceSignal.NotMade(generation, Trouble.stopped(name));
        } catch (RuntimeException | Error broken) {
            return new ServiceSignal.NotMade(generation, defect(broken));
        }
    }

    private StartFailure defect(Throwable broken) {
        return new StartFailure(
                Cause.NOT_LAUNCHED,
                name + " did not start: " + broken,
                "Whoever makes its servers failed; read the log.",
                Exit.NEVER_RAN,
                List.of());
    }
}
