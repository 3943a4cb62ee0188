package dev.recua.client.admin;

import java.time.Duration;
import java.util.Optional;

/// Who is told what a subscription brings, one after the other, on the subscription's own thread.
/// What it does not take in time waits in the gateway, and then in a new snapshot: nothing piles up
/// here. An exception that it throws is logged and harms nobody else.
///
/// @param <T> what is told
@FunctionalInterface
public interface SubscriptionListener<T> {
    /// The next event.
    void onEvent(T event);

    /// The connection is there, again or for the first time.
    default void onConnected() {}

    /// The connection is gone, or could not be made.
    ///
    /// @param why   for a person
    /// @param again after which time it is tried again; empty when it was given up
    default void onDisconnected(String why, Optional<Duration> again) {}
}
