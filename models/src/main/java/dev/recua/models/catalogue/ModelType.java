package dev.recua.models.catalogue;

/// What a model does.
public enum ModelType {
    CHAT("chat"),
    EMBEDDING("embedding"),
    RERANK("rerank");

    private final String wire;

    ModelType(String wire) {
        this.wire = wire;
    }

    /// Its name in JSON.
    public String wire() {
        return wire;
    }
}
