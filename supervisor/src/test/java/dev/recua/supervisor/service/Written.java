package dev.recua.supervisor.service;

import dev.recua.supervisor.service.ServiceMachine.Step;
import dev.recua.supervisor.service.ServiceState.Count;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// States, actions and signals as the golden tables write them.
final class Written {
    private Written() {}

    static String state(ServiceState state) {
        return switch (state) {
            case ServiceState.Initial s -> "initial " + s.generation();
            case ServiceState.Starting s ->
                    "starting "
                            + s.generation()
                            + " "
                            + s.phase().name().toLowerCase(Locale.ROOT)
                            + retries(s.count())
                            + " waiting="
                            + s.starters();
            case ServiceState.Ready s ->
                    "ready "
                            + s.generation()
                            + retries(s.count())
                            + " since="
                            + s.since().toSeconds()
                            + "s look="
                            + s.nextLook().toSeconds()
                            + "s"
                            + (s.looking() ? " looking" : "");
            case ServiceState.Crashed s ->
                    "crashed "
                            + s.generation()
                            + retries(s.count())
                            + " at="
                            + s.restartAt().toSeconds()
                            + "s "
                            + gone(s.gone())
                            + " waiting="
                            + s.starters();
            case ServiceState.Failed s ->
                    "error " + s.generation() + retries(s.count()) + " " + gone(s.gone());
            case ServiceState.Stopping s ->
                    "stopping "
                            + s.generation()
                            + " stoppers="
                            + s.stoppers()
                            + " wanted="
                            + s.starters();
        };
    }

    static String actions(List<ServiceAction> actions) {
        return actions.stream().map(Written::action).collect(Collectors.joining("; "));
    }

    static String then(Step step) {
        return step.then().stream().map(Written::signal).collect(Collectors.joining("; "));
    }

    private static String action(ServiceAction action) {
        return switch (action) {
            case ServiceAction.Make a -> "make " + a.generation();
            case ServiceAction.Abandon a -> "abandon " + a.generation();
            case ServiceAction.Launch a -> "launch " + a.generation();
            case ServiceAction.Welcome a -> "welcome " + a.generation();
            case ServiceAction.Look a -> "look " + a.generation();
            case ServiceAction.Take a -> "take " + a.generation();
            case ServiceAction.End a -> "end " + a.generation() + " " + a.how();
            case ServiceAction.Tell a -> "tell " + change(a.change());
            case ServiceAction.Fulfil a -> "fulfil " + a.tickets();
            case ServiceAction.Disappoint a ->
                    "disappoint "
                            + a.tickets()
                            + " "
                            + a.failure().cause()
                            + tried(a.failure().message());
        };
    }

    private static String change(ServiceChange change) {
        return switch (change) {
            case ServiceChange.Starting c -> "starting";
            case ServiceChange.Ready c -> "ready";
            case ServiceChange.Crashed c ->
                    "crashed retry=" + c.retry() + " in=" + c.restartIn().toSeconds() + "s";
            case ServiceChange.Failed c ->
                    "failed " + c.failure().cause() + tried(c.failure().message());
            case ServiceChange.Stopping c -> "stopping";
            case ServiceChange.Stopped c -> "stopped";
        };
    }

    private static String signal(ServiceSignal signal) {
        return switch (signal) {
            case ServiceSignal.Start s -> "start " + s.ticket();
            case ServiceSignal.Ended s -> "ended";
            case ServiceSignal other -> throw new IllegalStateException("not expected: " + other);
        };
    }

    private static String tried(String message) {
        int at = message.lastIndexOf(" (");
        return at >= 0 && message.endsWith("retries)") ? message.substring(at) : "";
    }

    private static String retries(Count count) {
        return " retries=" + count.retries();
    }

    private static String gone(boolean gone) {
        return gone ? "gone" : "dying";
    }
}
