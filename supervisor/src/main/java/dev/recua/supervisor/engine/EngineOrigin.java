package dev.recua.supervisor.engine;

/// How a binary was found, in the order of the search.
public enum EngineOrigin {
    /// Named on the command line: `--engine PATH`.
    OPTION("--engine"),
    /// Named by the environment: `RECUA_ENGINE`.
    ENVIRONMENT("RECUA_ENGINE"),
    /// Named in the configuration: `engine.path`.
    CONFIGURED("engine.path in config.yaml"),
    /// Picked among the installed ones with `recua engine use`.
    CHOSEN("chosen with `recua engine use`"),
    /// Found in a folder of `PATH`, or where package managers put it.
    PATH("PATH"),
    /// Installed by us earlier.
    INSTALLED("installed engines");

    private final String label;

    EngineOrigin(String label) {
        this.label = label;
    }

    /// The place in words for a message.
    public String label() {
        return label;
    }
}
