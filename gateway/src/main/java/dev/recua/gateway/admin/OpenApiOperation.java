package dev.recua.gateway.admin;

import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The description of all this, for programs.
final class OpenApiOperation {
    private final String version;
    private final Supplier<URI> url;
    private final boolean keyRequired;

    /// @param url where the gateway answers, with the real port
    OpenApiOperation(String version, Supplier<URI> url, boolean keyRequired) {
        this.version = version;
        this.url = url;
        this.keyRequired = keyRequired;
    }

    /// @param others the operations that it describes beside itself
    Operation of(List<Operation> others) {
        var all = new ArrayList<>(others);
        Operation it =
                Operation.get("/openapi.json", "openapi", "This API as an OpenAPI 3.1 document")
                        .answersDocument()
                        .by(_ -> Future.succeededFuture(document(all)));
        all.add(it);
        return it;
    }

    private Reply document(List<Operation> all) {
        return Reply.json(200, OpenApi.document(all, version, url.get().toString(), keyRequired));
    }
}
