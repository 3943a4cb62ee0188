package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaModel;
import dev.recua.supervisor.server.Server;
import java.util.List;
import java.util.Optional;

/// Asks a server for the models that it offers.
@FunctionalInterface
interface Discovery {
    /// What it offers; empty when it did not say. Blocks.
    Optional<List<LlamaModel>> ask(Server server) throws InterruptedException;
}
