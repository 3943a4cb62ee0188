// Run: examples/run.sh LoadAskUnload [MODEL]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import java.net.URI;
import java.util.Optional;

/// Gives the gateway orders: loads a model before anybody asks for it, asks it, and unloads it.
///
/// A request loads its model by itself. Ordering it is for a program that wants the wait to be over
/// when its user comes, or the memory back at once. Needs a running gateway, as [AskAModel] does.
public final class LoadAskUnload {
    private LoadAskUnload() {}

    /// Loads, asks, unloads.
    ///
    /// @param args the model, may be left out
    public static void main(String[] args) throws InterruptedException {
        String model = args.length > 0 ? args[0] : "recua-tiny";
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            var admin = recua.admin();
            var loaded = admin.load(model); // returns when it can take requests
            System.out.println(loaded.id() + " is " + loaded.status());

            var request =
                    ChatRequest.of(model, "What day comes after Monday?", it -> it.temperature(0));
            System.out.println(recua.chat(request).text());

            // Requests that run would end first; with true they would be cut off.
            var unloaded = admin.unload(model, false);
            System.out.println(unloaded.id() + " is " + unloaded.status());
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
