package dev.recua.gateway.cli;

import dev.recua.client.GatewayAddress;
import dev.recua.client.RecuaClient;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Finds the gateway that the user means and talks to it.
final class Gateways {
    private final Surroundings surroundings;
    private final GlobalOptions global;

    Gateways(Surroundings surroundings, GlobalOptions global) {
        this.surroundings = surroundings;
        this.global = global;
    }

    /// `--url`, else `RECUA_URL`, else the gateway of this home, else the default address.
    ///
    /// @throws CommandFailed with [ExitCode#USAGE] when what the user named is no address
    GatewayAddress address() {
        try {
            return global.url()
                    .map(url -> GatewayAddress.named(url, "--url"))
                    .orElseGet(() -> find(surroundings.env()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /// The same without `--url`: where programs of this home find it.
    URI usual() {
        return find(surroundings.env()).uri();
    }

    /// The version of the gateway at `address`, where its run file tells it.
    Optional<String> versionAt(GatewayAddress address) {
        GatewayAddress ofThisHome = find(Map.of());
        return ofThisHome.uri().equals(address.uri()) ? ofThisHome.version() : Optional.empty();
    }

    RecuaClient client(GatewayAddress address) {
        Optional<String> key =
                Optional.ofNullable(surroundings.env().get("RECUA_API_KEY"))
                        .filter(it -> !it.isBlank())
                        .or(() -> keyOfThisHome(address));
        return RecuaClient.of(address.uri(), key);
    }

    /// For the gateway that this home itself told of. An address that anybody else named must not
    /// get a key that was written for this one.
    private Optional<String> keyOfThisHome(GatewayAddress address) {
        return address.source() == GatewayAddress.Source.RUN_FILE
                ? surroundings.apiKey().apply(global.home())
                : Optional.empty();
    }

    /// Whether nobody is there, or nobody who answers in time: a request that was not worked on.
    static boolean isAbsent(LlmException failure) {
        return switch (failure) {
            case LlmException.ConnectionFailed it -> !it.wasConnected();
            case LlmException.TimedOut it ->
                    it.waitedFor() == Happened.Phase.CONNECTION
                            || it.waitedFor() == Happened.Phase.ANSWER;
            default -> false;
        };
    }

    /// What to tell a user whose gateway does not answer.
    static CommandFailed notRunning(GatewayAddress address, LlmException cause) {
        return new CommandFailed(
                ExitCode.NO_GATEWAY,
                "No gateway answers at %s (%s): %s. Start one with `recua serve`, or name another with --url."
                        .formatted(address.uri(), address.origin(), cause.reason()),
                cause);
    }

    private GatewayAddress find(Map<String, String> env) {
        return GatewayAddress.find(env, surroundings.runFolder().apply(global.home()));
    }
}
