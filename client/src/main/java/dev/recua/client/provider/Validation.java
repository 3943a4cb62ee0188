package dev.recua.client.provider;

import dev.recua.client.chat.ModelListing;
import dev.recua.client.chat.OpenAiChat;
import dev.recua.client.config.ProviderConfig;
import dev.recua.client.error.LlmException;
import dev.recua.client.http.HttpCall;
import dev.recua.client.http.Transport;
import dev.recua.client.provider.ValidationReport.Check;
import dev.recua.client.provider.ValidationReport.Outcome;
import dev.recua.client.provider.ValidationReport.Subject;
import dev.recua.client.wire.ChatMessage;
import dev.recua.client.wire.ChatRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks a provider's configuration against its server before anything is asked of a model: is it
/// reachable, does `/v1/models` exist, is the model there, is the key accepted. No check makes a
/// model work, and none is sent twice.
///
/// Whether a key is accepted is told by a request that needs one: llama.cpp (also in builds that
/// list models without a key) and Recua count a word's tokens, OpenRouter, whose list is public,
/// tells of the key itself
/// ([its API](https://openrouter.ai/docs/api/api-reference/api-keys/get-current-key)), for the
/// others
/// it is the list.
public final class Validation {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ProviderConfig config;
    private final Transport transport;
    private final OpenAiChat calls;
    private final List<Check> checks = new ArrayList<>();

    private Validation(ProviderConfig config, Transport transport) {
        this.config = config;
        this.transport = transport;
        this.calls =
                new OpenAiChat(transport, dialect(config), config.sampling(), () -> model(config));
    }

    /// Checks, over a connection of its own.
    public static ValidationReport of(ProviderConfig config) throws InterruptedException {
        try (Transport transport = Transport.of(config.type(), config.baseUrl(), config.apiKey())) {
            return new Validation(config, transport).run();
        }
    }

    private static OpenAiChat.Dialect dialect(ProviderConfig config) {
        return switch (config.type()) {
            case LLAMA_CPP, RECUA -> OpenAiChat.Dialect.LLAMA_CPP;
            case OLLAMA, OPENROUTER, OPENAI_COMPATIBLE -> OpenAiChat.Dialect.OPENAI;
        };
    }

    private static String model(ProviderConfig config) {
        return config.models().isEmpty() ? "" : config.models().getFirst();
    }

    private ValidationReport run() throws InterruptedException {
        try {
            listed(calls.listing());
        } catch (LlmException failure) {
            notListed(failure);
        }
        return new ValidationReport(config.type(), config.baseUrl(), checks);
    }

    private void listed(ModelListing models) throws InterruptedException {
        passed(Subject.REACHABLE, config.baseUrl() + " answers");
        passed(Subject.MODELS_ROUTE, "%d models are listed".formatted(models.models().size()));
        checkModel(models);
        checkKey();
    }

    private void checkModel(ModelListing models) {
        String wanted = model(config);
        if (wanted.isEmpty()) {
            models.names().stream()
                    .findFirst()
                    .ifPresentOrElse(
                            first -> passed(Subject.MODEL_AVAILABLE, first + " is there"),
                            () ->
                                    failed(
                                            Subject.MODEL_AVAILABLE,
                                            "the server has no model. Load one, or start it with one.",
                                            null));
        } else if (models.find(wanted).isPresent()) {
            passed(Subject.MODEL_AVAILABLE, wanted + " is there");
        } else {
            failed(
                    Subject.MODEL_AVAILABLE,
                    "%s is not among the server's models (%s). Configure one of them."
                            .formatted(wanted, String.join(", ", models.names())),
                    null);
        }
    }

    private void checkKey() throws InterruptedException {
        try {
            String accepted = askWithKey();
            passed(Subject.AUTHENTICATION, accepted);
        } catch (LlmException.AuthenticationFailed refused) {
            failed(Subject.AUTHENTICATION, words(refused), refused);
        } catch (LlmException | UnsupportedOperationException other) {
            unknown(
                    Subject.AUTHENTICATION,
                    "the request that tells it failed otherwise: " + other.getMessage(),
                    other instanceof LlmException failure ? failure : null);
        }
    }

    private String askWithKey() throws InterruptedException {
        return switch (config.type()) {
            case LLAMA_CPP, RECUA -> {
                List<ChatMessage> word = List.of(ChatMessage.user("hello"));
                var unused = calls.countTokens(ChatRequest.of(word), word);
                yield config.apiKey().isPresent() ? "the key is accepted" : "no key is wanted";
            }
            case OPENROUTER -> {
                var unused = transport.text(HttpCall.get("/v1/key").within(LIMIT));
                yield "the key is accepted";
            }
            case OLLAMA, OPENAI_COMPATIBLE ->
                    config.apiKey().isPresent()
                            ? "the list of models was given for the key"
                            : "the list of models was given without a key";
        };
    }

    /// What the failure of the list says of each check.
    private void notListed(LlmException failure) {
        switch (failure) {
            case LlmException.ConnectionFailed absent -> unreachable(absent);
            case LlmException.TimedOut late -> unreachable(late);
            case LlmException.AuthenticationFailed refused -> {
                passed(Subject.REACHABLE, config.baseUrl() + " answers");
                unknown(Subject.MODELS_ROUTE, "it is answered only with another key", null);
                unknown(Subject.MODEL_AVAILABLE, "the list of models could not be had", null);
                failed(Subject.AUTHENTICATION, words(refused), refused);
            }
            case LlmException.ModelLoading loading -> {
                passed(Subject.REACHABLE, config.baseUrl() + " answers");
                unknown(Subject.MODELS_ROUTE, "the server still loads its model", loading);
                unknown(Subject.MODEL_AVAILABLE, "the server still loads its model", loading);
                unknown(Subject.AUTHENTICATION, "the server still loads its model", loading);
            }
            default -> {
                passed(Subject.REACHABLE, config.baseUrl() + " answers");
                failed(Subject.MODELS_ROUTE, words(failure), failure);
                unknown(Subject.MODEL_AVAILABLE, "the list of models could not be had", null);
                unknown(Subject.AUTHENTICATION, "the list of models could not be had", null);
            }
        }
    }

    private void unreachable(LlmException failure) {
        failed(Subject.REACHABLE, words(failure), failure);
        unknown(Subject.MODELS_ROUTE, "nobody answers", null);
        unknown(Subject.MODEL_AVAILABLE, "nobody answers", null);
        unknown(Subject.AUTHENTICATION, "nobody answers", null);
    }

    private static String words(LlmException failure) {
        return Optional.ofNullable(failure.getMessage()).orElse(failure.reason());
    }

    private void passed(Subject subject, String detail) {
        checks.add(new Check(subject, Outcome.PASSED, detail, Optional.empty()));
    }

    private void failed(Subject subject, String detail, @Nullable LlmException failure) {
        checks.add(new Check(subject, Outcome.FAILED, detail, Optional.ofNullable(failure)));
    }

    private void unknown(Subject subject, String detail, @Nullable LlmException failure) {
        checks.add(new Check(subject, Outcome.UNKNOWN, detail, Optional.ofNullable(failure)));
    }
}
