package dev.recua.gateway.events;

/// What a subscriber of an [EventHub] gets.
sealed interface Delivery {
    /// By which the subscriber continues after it, should it come back.
    String id();

    /// Everything at one moment; what came before it is in it, what comes after it is not.
    record Everything(String id, Picture.Seen seen) implements Delivery {}

    /// One change.
    record One(Change change) implements Delivery {
        @Override
        public String id() {
            return change.id();
        }
    }
}
