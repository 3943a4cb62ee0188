package dev.recua.client.provider;

import dev.recua.client.config.ProviderType;
import dev.recua.client.error.ErrorType;
import dev.recua.client.error.LlmException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Why one provider did not answer. [#text] is the sentence for a person, as source 002 has it.
///
/// @param provider whose attempt this was
/// @param type     which kind of reason
/// @param cause    what happened, in words, without a full stop at its end
/// @param hint     what to do next, a sentence
/// @param failure  what was thrown when the provider was asked, now or before it was left alone
public record ProviderError(
        ProviderType provider,
        Type type,
        String cause,
        String hint,
        Optional<LlmException> failure) {
    /// Why a provider did not answer.
    public enum Type {
        /// It was asked, and failed; [ProviderError#failure] says how.
        FAILED,
        /// It was not asked: its address, key or model is missing.
        NOT_CONFIGURED,
        /// It was not asked: it is somebody else's, the one asked for is the user's own, and nobody
        /// consented.
        REMOTE_NOT_ALLOWED,
        /// It was not asked: it failed several times in a row and is left alone for a while.
        RESTING
    }

    /// It was asked, and failed.
    static ProviderError failed(ProviderType provider, LlmException failure) {
        return new ProviderError(
                provider,
                Type.FAILED,
                bare(Optional.ofNullable(failure.getMessage()).orElse(failure.reason())),
                ensure(provider),
                Optional.of(failure));
    }

    /// Its configuration lacks something.
    static ProviderError notConfigured(ProviderType provider, String what) {
        return new ProviderError(
                provider,
                Type.NOT_CONFIGURED,
                bare(what),
                "Configure %s with its address, and with a key and models where it wants them."
                        .formatted(provider.label()),
                Optional.empty());
    }

    /// Nobody consented that a prompt for a server of the user's own goes there.
    static ProviderError remoteNotAllowed(ProviderType provider, URI address) {
        return new ProviderError(
                provider,
                Type.REMOTE_NOT_ALLOWED,
                "%s is somebody else's server, and was not asked".formatted(address.getHost()),
                "Set allowRemoteFallback to true if prompts for a local provider may go there.",
                Optional.empty());
    }

    /// It is left alone for a while.
    static ProviderError resting(
            ProviderType provider, Instant until, Optional<LlmException> failure) {
        return new ProviderError(
                provider,
                Type.RESTING,
                "it failed several times in a row and is left alone until "
                        + until.truncatedTo(ChronoUnit.SECONDS),
                ensure(provider),
                failure);
    }

    /// The kind of failure, when it was asked.
    public Optional<ErrorType> errorType() {
        return failure.map(LlmException::type);
    }

    /// All of it in words: `llama.cpp: <cause>. Ensure llama.cpp server is running at the
    /// configured
    /// URL (default: http://localhost:8080).`
    public String text() {
        return "%s: %s. %s".formatted(provider.label(), cause, hint);
    }

    private static String ensure(ProviderType provider) {
        String usual =
                provider.defaultAddress().map(it -> "default: " + it).orElse("it has no default");
        return "Ensure %s server is running at the configured URL (%s)."
                .formatted(provider.label(), usual);
    }

    private static String bare(String sentence) {
        return sentence.strip().replaceFirst("\\.$", "");
    }
}
