package dev.recua.gateway.cli;

import dev.recua.client.GatewayAddress;
import dev.recua.client.RecuaClient;
import dev.recua.client.admin.AdminClient;
import dev.recua.client.error.LlmException;

/// How a command asks the running gateway, or gives it an order: finds it, shows what is waited
/// for, and says what to do when nobody answers.
record AdminCall(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
    /// What to ask.
    @FunctionalInterface
    interface Question<T> {
        T ask(AdminClient gateway, Progress progress) throws InterruptedException;
    }

    /// Asks.
    ///
    /// @throws CommandFailed when no gateway runs
    <T> T with(Question<T> question) throws InterruptedException {
        var gateways = new Gateways(surroundings, global);
        GatewayAddress address = gateways.address();
        try (RecuaClient client = gateways.client(address);
                var progress = new Progress(surroundings.terminal(), ticker)) {
            progress.show("asking " + address.uri());
            return question.ask(client.admin(), progress);
        } catch (LlmException e) {
            throw Gateways.isAbsent(e) ? Gateways.notRunning(address, e) : e;
        }
    }

    /// The name of a model as the user wrote it.
    ///
    /// @throws CommandFailed with [ExitCode#USAGE] when it is blank, as `"$MODEL"` is when nobody
    ///     set it
    static String named(String model) {
        if (model.isBlank()) {
            throw new CommandFailed(
                    ExitCode.USAGE, "The name of the model is empty; `recua ls` lists the models.");
        }
        return model.strip();
    }
}
