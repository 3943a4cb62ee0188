package dev.recua.gateway.cli;

import dev.recua.client.GatewayAddress;
import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;

/// Finds who carries out an order about engines:
///
/// 1. the gateway that the user names with `--url` or `RECUA_URL`;
/// 2. the gateway that runs on this home;
/// 3. this process, on the folders of this home.
///
/// A gateway at the default address may have another home, so it is not asked.
final class EngineDesk {
    private final Surroundings surroundings;
    private final GlobalOptions global;
    private final Ticker ticker;

    EngineDesk(Surroundings surroundings, GlobalOptions global, Ticker ticker) {
        this.surroundings = surroundings;
        this.global = global;
        this.ticker = ticker;
    }

    /// An order.
    @FunctionalInterface
    interface Order<T> {
        T carryOut(EngineWork engines) throws InterruptedException;
    }

    /// Has it carried out.
    ///
    /// @throws CommandFailed with the exit code that says why not
    <T> T order(Order<T> order) throws InterruptedException {
        try {
            return carriedOut(order);
        } catch (LlmException e) {
            throw explained(e);
        }
    }

    private <T> T carriedOut(Order<T> order) throws InterruptedException {
        var gateways = new Gateways(surroundings, global);
        GatewayAddress address = gateways.address();
        if (address.source() == GatewayAddress.Source.DEFAULT) return order.carryOut(here());
        try (RecuaClient client = gateways.client(address)) {
            return order.carryOut(new GatewayEngines(client.admin(), ticker));
        } catch (LlmException e) {
            if (!Gateways.isAbsent(e)) throw e;
            if (address.source().isExplicit()) throw Gateways.notRunning(address, e);
        }
        return order.carryOut(here()); // the run file was left by a gateway that died
    }

    private EngineWork here() {
        return surroundings.engines().open(global.home());
    }

    private static RuntimeException explained(LlmException refusal) {
        if (Failures.says(refusal, "not_found")) return failed(ExitCode.NOT_FOUND, refusal);
        if (Failures.says(refusal, "invalid_request")) return failed(ExitCode.USAGE, refusal);
        return refusal;
    }

    private static CommandFailed failed(ExitCode code, LlmException refusal) {
        return new CommandFailed(code, Failures.message(refusal), refusal);
    }
}
