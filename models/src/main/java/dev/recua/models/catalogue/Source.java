package dev.recua.models.catalogue;

/// Where a model was found, in the order in which folders are scanned: a file that lies in two
/// places belongs to the first.
public enum Source {
    USER("user"),
    CONFIG("config"),
    HUB("hub"),
    LM_STUDIO("lm-studio"),
    OLLAMA("ollama"),
    CLARA("clara"),
    PEER("peer"),
    BUNDLED("bundled");

    private final String wire;

    Source(String wire) {
        this.wire = wire;
    }

    /// Its name in JSON.
    public String wire() {
        return wire;
    }
}
