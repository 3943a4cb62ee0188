package dev.recua.gateway.fleet;

import dev.recua.supervisor.service.ServiceChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;

/// By which number the scheduler knows each server of one service. Not for several threads at once.
///
/// The service counts its servers by itself; the scheduler alone numbers starts, over all models.
/// So what a service tells after a crash is held until the scheduler has given the next number, or
/// has ordered the end:
///
/// - *A server crashed:* told, under its number; from now on all is held. With the next number,
///   what was held is told under it; with an order to end, under the old one.
/// - *A server is replaced:* the next number is there at once, and the crash that follows is no
///   news, since it was ordered.
/// - *The end:* told under the last number.
final class Numbers {
    private final Queue<ServiceChange> held = new ArrayDeque<>();
    private long number;
    private long serving;
    private long replaced;
    private long numberOfReplaced;
    private boolean awaited;
    private boolean leaving;

    /// What the service told, as it concerns the scheduler.
    ///
    /// @param number by which the scheduler knows the server
    /// @param news   whether the scheduler does not know it yet
    record Told(long number, ServiceChange change, boolean news) {}

    /// @param first number of the service's first server
    Numbers(long first) {
        this.number = first;
    }

    /// The last number that the scheduler gave.
    long last() {
        return number;
    }

    /// The service's own number of the server that runs under this one.
    OptionalLong serving(long asked) {
        boolean runs = asked == number && !awaited && serving != 0;
        return runs ? OptionalLong.of(serving) : OptionalLong.empty();
    }

    /// What the service's change means now; nothing while it is held.
    List<Told> on(ServiceChange change) {
        held.add(change);
        return drain();
    }

    /// The scheduler knows of the crash, and the next server goes by this number.
    List<Told> recover(long next) {
        number = next;
        awaited = false;
        return drain();
    }

    /// The next server goes by this number, and the one that runs has to end.
    ///
    /// @return the service's own number of that one; empty when it has ended already, and what was
    ///     held is now to be drained by [#drain]
    OptionalLong replace(long next) {
        boolean runs = !awaited && serving != 0;
        if (runs) {
            replaced = serving;
            numberOfReplaced = number;
        }
        long ends = serving;
        number = next;
        awaited = false;
        return runs ? OptionalLong.of(ends) : OptionalLong.empty();
    }

    /// The end was ordered: nothing is waited for any more.
    List<Told> leave() {
        leaving = true;
        awaited = false;
        return drain();
    }

    /// What was held and needs to be no longer.
    List<Told> drain() {
        List<Told> told = new ArrayList<>();
        while (!awaited && !held.isEmpty()) told.addAll(tell(held.remove()));
        return told;
    }

    private List<Told> tell(ServiceChange change) {
        return switch (change) {
            case ServiceChange.Starting(var generation, var _) -> {
                serving = generation;
                yield List.of(new Told(number, change, true));
            }
            case ServiceChange.Ready(var generation, var _) ->
                    generation == serving ? List.of(new Told(number, change, !leaving)) : List.of();
            case ServiceChange.Crashed crashed -> crashed(crashed);
            case ServiceChange.Failed _, ServiceChange.Stopped _ -> end(change);
            case ServiceChange.Stopping _ -> List.of();
        };
    }

    private List<Told> crashed(ServiceChange.Crashed crashed) {
        if (replaced != 0 && crashed.generation() == replaced) {
            replaced = 0;
            serving = 0;
            return List.of(new Told(numberOfReplaced, crashed, false));
        }
        serving = 0;
        awaited = !leaving;
        return List.of(new Told(number, crashed, !leaving));
    }

    private List<Told> end(ServiceChange change) {
        var told = new ArrayList<Told>();
        if (replaced != 0) told.add(new Told(numberOfReplaced, change, false));
        replaced = 0;
        told.add(new Told(number, change, true));
        return told;
    }
}
