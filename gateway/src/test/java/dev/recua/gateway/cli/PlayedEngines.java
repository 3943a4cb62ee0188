package dev.recua.gateway.cli;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.admin.EngineInstalling;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ApiError;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Engines that do as the test says, and remember what was ordered.
final class PlayedEngines implements EngineWork {
    static final EngineInfo CPU =
            new EngineInfo(
                    "0.7.0/x86_64-unknown-linux-gnu/cpu",
                    "0.7.0",
                    "x86_64-unknown-linux-gnu",
                    "cpu",
                    "/engines/0.7.0/llama-server",
                    true);

    final List<String> orders = new ArrayList<>();
    final List<EngineInstalling> steps = new ArrayList<>();
    EngineInfos infos = new EngineInfos(List.of(CPU));
    EngineInfo answer = CPU;
    Optional<LlmException> refusal = Optional.empty();

    PlayedEngines refusing(int status, String code, String message, @Nullable String hint) {
        var error = new ApiError(message, "t", null, code, hint, null);
        refusal =
                Optional.of(
                        Classifier.classify(
                                ProviderType.RECUA,
                                Happened.Refused.told(URI.create("recua:engines"), status, error)));
        return this;
    }

    @Override
    public EngineInfos list() {
        orders.add("list");
        return infos;
    }

    @Override
    public EngineInfo install(EngineInstall wish, Consumer<EngineInstalling> progress) {
        orders.add("install " + wish.version() + " " + wish.variant());
        steps.forEach(progress);
        return answered();
    }

    @Override
    public EngineInfo use(String name) {
        orders.add("use " + name);
        return answered();
    }

    @Override
    public void remove(String name) {
        orders.add("remove " + name);
        var _ = answered();
    }

    private EngineInfo answered() {
        if (refusal.isPresent()) throw refusal.get();
        return answer;
    }
}
