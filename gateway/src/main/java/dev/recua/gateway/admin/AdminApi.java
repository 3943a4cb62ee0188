package dev.recua.gateway.admin;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The table of everything that the gateway's own API can be asked.
public final class AdminApi {
    private AdminApi() {}

    /// All of it.
    ///
    /// @param url where the gateway answers, with the real port
    public static List<Operation> table(AdminModels models, House house, Supplier<URI> url) {
        var all = new ArrayList<Operation>();
        all.addAll(new InfoOperations(house, url).all());
        all.addAll(new ModelOperations(models, house).all());
        all.addAll(new EngineOperations(house.engines()).all());
        return List.copyOf(all);
    }
}
