// Run: examples/run.sh RecoverFromErrors
package dev.recua.examples;

import dev.recua.client.LlamaCppClient;
import dev.recua.client.LlmClient;
import dev.recua.client.RecuaClient;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.config.ProviderType;
import dev.recua.client.config.Secret;
import dev.recua.client.error.Diagnosis;
import dev.recua.client.error.LlmException;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import dev.recua.client.wire.ChatResponse;
import dev.recua.client.wire.Recovery;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a client mends by itself, and what it says of that which it cannot mend.
///
/// Asks three things that go wrong: a model that is not there, a conversation that does not fit, a
/// server that is not there. A client that is made from a configuration mends as the kind of the
/// failure asks for, at most `maxRetries` times, and tells with the answer what it did. Needs a
/// running gateway, as [AskAModel] does.
public final class RecoverFromErrors {
    private static final String QUESTION = "What day comes after Monday?";

    private RecoverFromErrors() {}

    /// Asks all three.
    ///
    /// @param args none
    public static void main(String[] args) throws InterruptedException {
        String url = System.getenv().getOrDefault("RECUA_URL", "http://127.0.0.1:8091");
        var key = Optional.ofNullable(System.getenv("RECUA_API_KEY")).map(Secret::of);
        var plain = ProviderConfig.of(ProviderType.RECUA, URI.create(url));
        var config = key.map(plain::withApiKey).orElse(plain);

        try (var recua = RecuaClient.of(config)) {
            recua.health(); // throws when nobody is there
            recua.setModel("recua-tiny");
            ask(
                    "a model that is not there",
                    recua,
                    ChatRequest.of("no-such-model", QUESTION, RecoverFromErrors::brief));
            ask("more than fits", recua, ChatRequest.of(longTalk(), RecoverFromErrors::brief));
        } catch (LlmException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        // Nobody listens on port 9. With 3 retries this would take some seconds.
        var nobody = ProviderConfig.of(ProviderType.LLAMA_CPP, URI.create("http://127.0.0.1:9"));
        try (var llama = LlamaCppClient.of(nobody.withMaxRetries(0))) {
            ask("a server that is not there", llama, ChatRequest.of(QUESTION));
        }
    }

    private static void ask(String what, LlmClient client, ChatRequest request)
            throws InterruptedException {
        System.out.println("== " + what);
        try {
            ChatResponse answer = client.chat(request);
            System.out.println("answer:    " + answer.text().strip());
            for (Recovery done : answer.recoveries()) {
                System.out.println("after:     " + done.after());
                System.out.println("mended by: " + done.action() + ", " + done.detail());
            }
        } catch (LlmException failure) {
            explain(failure);
        }
    }

    /// A short answer, always the same.
    private static void brief(ChatRequest.Options options) {
        options.temperature(0).maxTokens(20);
    }

    /// Some thousand tokens of small talk, and a question at its end.
    private static List<ChatMessage> longTalk() {
        var talk = new ArrayList<>(List.of(ChatMessage.system("Be brief.")));
        for (int i = 0; i < 100; i++) {
            talk.add(ChatMessage.user("Tell me fact number " + i + " about llamas, please."));
            talk.add(ChatMessage.assistant("A llama is an animal that carries loads."));
        }
        talk.add(ChatMessage.user(QUESTION));
        return talk;
    }

    /// All that a person may want to know; `recua diagnose` prints the same.
    private static void explain(LlmException failure) {
        Diagnosis it = Diagnosis.of(failure);
        System.out.println("failed:    " + it.errorType());
        System.out.println("happened:  " + it.message());
        System.out.println("likely:    " + it.possibleCauses().getFirst());
        System.out.println("try:       " + it.recommendedSolutions().getFirst());
        it.diagnosticCommands().forEach(command -> System.out.println("look:      " + command));
        System.out.println("program:   " + decide(failure));
    }

    /// The failures are a closed set: the compiler says when one is forgotten.
    private static String decide(LlmException failure) {
        return switch (failure) {
            case LlmException.ConnectionFailed it when !it.wasConnected() -> "start the server";
            case LlmException.ConnectionFailed _,
                    LlmException.TimedOut _,
                    LlmException.StreamBroken _,
                    LlmException.ServerOverloaded _,
                    LlmException.ModelLoading _ ->
                    "ask again later";
            case LlmException.AuthenticationFailed _ -> "ask its user for a key";
            case LlmException.ModelNotFound _ -> "let its user choose a model";
            case LlmException.ContextOverflow _, LlmException.InvalidRequest _ ->
                    "change the request";
            case LlmException.ServerFailed it ->
                    it.isWorthRetrying() ? "ask again later" : "tell its user";
        };
    }
}
