package dev.recua.gateway.cli;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.admin.EngineInstalling;
import java.util.function.Consumer;

/// What can be done with the engines of one home, be it by its gateway or in this process. Whoever
/// carries it out, a refusal is the `dev.recua.client.error.LlmException` with the error that the
/// gateway answers.
public interface EngineWork {
    /// The engines that there are.
    EngineInfos list() throws InterruptedException;

    /// Installs one and returns when it is there.
    ///
    /// @param progress told meanwhile, as far as it is known; from any thread
    EngineInfo install(EngineInstall wish, Consumer<EngineInstalling> progress)
            throws InterruptedException;

    /// Chooses the engine that models start with from now on.
    ///
    /// @param name an id, a short name that only one answers to, or `auto`
    EngineInfo use(String name) throws InterruptedException;

    /// Removes one from the disk.
    ///
    /// @param name an id, or a short name that only one answers to
    void remove(String name) throws InterruptedException;
}
