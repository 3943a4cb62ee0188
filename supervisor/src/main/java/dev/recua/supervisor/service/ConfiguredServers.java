package dev.recua.supervisor.service;

import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.server.ServerFactory;

final class ConfiguredServers implements ServerFactory {
    ConfiguredServers(LlamaServerConfig config) {}

    @Override
    public Server create() {
        throw new IllegalStateException("not merged yet");
    }
}
