package dev.recua.gateway.admin;

import dev.recua.gateway.fleet.Fingerprints;
import dev.recua.gateway.http.ModelListing;
import dev.recua.gateway.scheduling.Dispatcher;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The table of everything that the gateway's own API can be asked.
public final class AdminApi {
    private AdminApi() {}

    /// What the API works on.
    ///
    /// @param models       what is known of models
    /// @param listing      what `/v1/models` tells of them
    /// @param dispatcher   takes the orders
    /// @param fingerprints what a model's child depends on
    /// @param house        the installation
    /// @param loopback     asks the gateway itself
    /// @param url          where the gateway answers, with the real port
    /// @param keyRequired  whether callers need a key
    public record Parts(
            AdminModels models,
            ModelListing listing,
            Dispatcher dispatcher,
            Fingerprints fingerprints,
            House house,
            Loopback loopback,
            Supplier<URI> url,
            boolean keyRequired) {}

    /// All operations, those of the caller among them.
    ///
    /// @param more operations of other parts
    public static List<Operation> table(Parts parts, List<Operation> more) {
        var models = parts.models();
        var house = parts.house();
        var dispatcher = parts.dispatcher();
        var all = new ArrayList<Operation>();
        all.addAll(new InfoOperations(house, parts.url()).all());
        all.addAll(new ModelOperations(models, house, dispatcher, parts.fingerprints()).all());
        all.addAll(new EngineOperations(house.engines()).all());
        all.addAll(more);
        all.addAll(
                new SwapOperations(parts.url(), dispatcher, parts.listing(), export(parts)).all());
        all.addAll(new InferenceOperations(models, parts.loopback()).all());
        all.addAll(new LlamaSwapOperations(models, house, dispatcher).all());
        all.add(new OpenApiOperation(house.version(), parts.url(), parts.keyRequired()).of(all));
        return List.copyOf(all);
    }

    private static LlamaSwapFile export(Parts parts) {
        Path folder = parts.house().folders().exportFolder();
        return new LlamaSwapFile(
                folder.resolve("llama-swap").resolve("config.yaml"),
                parts.models()::usable,
                parts.house().command(),
                model -> parts.fingerprints().terms(model).idleUnload().toSeconds());
    }
}
