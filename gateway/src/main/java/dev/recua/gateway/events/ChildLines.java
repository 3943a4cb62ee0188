package dev.recua.gateway.events;

import dev.recua.client.admin.LogLine;
import dev.recua.models.catalogue.ModelId;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.Server;
import java.util.Locale;

/// Hands what engines say to those who read it live. Any thread; never waits.
final class ChildLines {
    private final LogFeed feed;

    ChildLines(LogFeed feed) {
        this.feed = feed;
    }

    /// Listens to a child until its end. One that we did not start says nothing to us.
    void launched(ModelId model, Server server) {
        if (!(server instanceof LlamaServer ours)) return;
        ours.child().ifPresent(child -> child.onLine(line -> tell(model, line)));
    }

    private void tell(ModelId model, dev.recua.supervisor.child.LogLine line) {
        if (!feed.isRead()) return;
        feed.tell(
                new LogLine(
                        line.at().toString(),
                        line.level().name().toLowerCase(Locale.ROOT),
                        model.value(),
                        line.text()));
    }
}
