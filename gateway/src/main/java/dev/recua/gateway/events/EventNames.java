package dev.recua.gateway.events;

import java.util.List;

/// The names of all events, also of those that nothing tells yet: a program may ask for them today
/// and hears of them once the part exists that tells them.
public final class EventNames {
    /// Everything at one moment: the first event of a stream, and whenever one has fallen behind.
    public static final String SNAPSHOT = "snapshot";

    /// A model, new or changed.
    public static final String MODEL = "model";

    /// A model that is no longer there.
    public static final String MODEL_REMOVED = "modelRemoved";

    /// How the gateway as a whole is.
    public static final String LLAMA_STATUS = "llamaStatus";

    /// A request to a model, at each step of its life.
    public static final String REQUEST = "request";

    /// The engines that there are.
    public static final String ENGINE = "engine";

    /// How far a download is; nothing tells it yet.
    public static final String DOWNLOAD_PROGRESS = "download-progress";

    /// One line of a log; on its own stream only.
    public static final String LOG = "log";

    /// What `only` may name.
    public static final List<String> ALL =
            List.of(
                    SNAPSHOT,
                    MODEL,
                    MODEL_REMOVED,
                    LLAMA_STATUS,
                    DOWNLOAD_PROGRESS,
                    "download",
                    REQUEST,
                    "decision",
                    "host",
                    ENGINE,
                    "config");

    private EventNames() {}
}
