// Run: examples/run.sh ChooseAModel [NUMBER-OR-NAME ["What to ask"]]
package dev.recua.examples;

import dev.recua.client.RecuaClient;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ModelRow;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Lists the models of a gateway, lets its user choose one, and asks that one.
///
/// A client remembers its model: requests that name none mean it. Needs a running gateway, as
/// [AskAModel] does.
public final class ChooseAModel {
    private ChooseAModel() {}

    /// Lists, chooses, asks.
    ///
    /// @param args a number of the list or a name, and the question; without a choice it is asked
    ///     for, and whoever only presses Enter gets the first
    public static void main(String[] args) throws InterruptedException {
        String question = args.length > 1 ? args[1] : "What day comes after Monday?";
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY"));

        try (var recua = RecuaClient.of(URI.create(url), key)) {
            List<ModelRow> models = recua.models();
            print(models);
            String choice = args.length > 0 ? args[0] : IO.readln("Which one? ");

            recua.setModel(named(choice, models));
            var answer = recua.chat(ChatRequest.of(question, it -> it.temperature(0)));
            System.out.println(recua.currentModel() + ": " + answer.text());
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void print(List<ModelRow> models) {
        for (int i = 0; i < models.size(); i++) {
            ModelRow model = models.get(i);
            System.out.printf(
                    "%2d  %s  %s  also called %s%n",
                    i + 1, model.id(), model.status().value(), String.join(", ", model.aliases()));
        }
    }

    /// A number of the list, else the name of a model; its aliases are as good as its id.
    private static String named(String choice, List<ModelRow> models) {
        if (models.isEmpty())
            throw new IllegalArgumentException(
                    "The gateway has no models. Put a .gguf file into its models folder.");
        if (choice == null || choice.isBlank()) return models.getFirst().id();
        if (!choice.strip().matches("\\d{1,4}")) return choice.strip();
        int number = Integer.parseInt(choice.strip());
        if (number < 1 || number > models.size())
            throw new IllegalArgumentException(
                    "There is no model %d. Choose 1 to %d.".formatted(number, models.size()));
        return models.get(number - 1).id();
    }
}
