// Run: examples/run.sh ListModels
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ModelRow;
import java.net.URI;
import java.util.Optional;

/// Prints the models that a gateway offers, with the names they answer to and whether they are in
/// memory. Needs a running gateway, as [AskAModel] does.
public final class ListModels {
    private ListModels() {}

    /// Asks for the list and prints it.
    ///
    /// @param args none
    public static void main(String[] args) throws InterruptedException {
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            for (ModelRow model : recua.models()) {
                System.out.printf(
                        "%s  %s  also called %s%n",
                        model.id(), model.status().value(), model.aliases());
            }
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
