package dev.recua.client.admin;

/// What a subscription may ask for; the snapshot comes in any case.
public enum EventKind {
    /// [GatewayEvent.ModelChanged].
    MODEL("model"),

    /// [GatewayEvent.ModelGone].
    MODEL_REMOVED("modelRemoved"),

    /// [GatewayEvent.StatusChanged].
    LLAMA_STATUS("llamaStatus"),

    /// [GatewayEvent.RequestChanged].
    REQUEST("request"),

    /// [GatewayEvent.EnginesChanged].
    ENGINE("engine");

    private final String wire;

    EventKind(String wire) {
        this.wire = wire;
    }

    /// Its name on the wire.
    public String wire() {
        return wire;
    }
}
