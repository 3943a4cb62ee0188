package dev.recua.gateway.it;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/// Every recorded file, sorted: through us the same, something else instead, or no request at all.
///
/// [CapturesTest] finds what is in none of the three.
final class Captures {
    /// Asked of the bundled model as it is. In an order in which they make sense: the slots are
    /// looked at before the first use and after the last.
    static final List<String> CHAT =
            List.of(
                    "props",
                    "v0.5.0-native/props",
                    "slots",
                    "lora",
                    "tokenize",
                    "detokenize",
                    "apply-template",
                    "chat",
                    "chat-stream",
                    "chat-stream-no-usage",
                    "chat-length",
                    "chat-grammar",
                    "chat-jsonschema",
                    "chat-tools",
                    "chat-badgrammar",
                    "completions",
                    "completions-stream",
                    "completion-native",
                    "completion-native-stream",
                    "completion-native-many",
                    "completion-native-many-stream",
                    "responses",
                    "responses-stream",
                    "anthropic-messages",
                    "anthropic-messages-stream",
                    "infill",
                    "embeddings-not-enabled",
                    "rerank-not-enabled",
                    "err-nomessages",
                    "err-bad-role",
                    "err-bad-type",
                    "err-context",
                    "err-context-stream",
                    "metrics",
                    "slots-after");

    /// Asked of it with embeddings on.
    static final List<String> EMBEDDINGS =
            List.of(
                    "embeddings",
                    "embeddings-base64",
                    "embeddings-empty",
                    "embeddings-native",
                    "embed-chat-refused");

    /// Asked of it with reranking on.
    static final List<String> RERANK = List.of("rerank");

    /// Asked below `/upstream/{model}` as they were recorded: whatever an engine answers, passes.
    static final List<String> UPSTREAM =
            List.of(
                    "root",
                    "health",
                    "v1-models",
                    "props",
                    "slots",
                    "lora",
                    "metrics",
                    "tokenize",
                    "chat",
                    "chat-stream",
                    "completion-native-stream",
                    "responses",
                    "anthropic-messages",
                    "infill",
                    "err-badjson",
                    "err-emptybody",
                    "err-unknown-model",
                    "err-unknown-endpoint",
                    "err-wrong-method",
                    "err-context-stream");

    /// Statuses that the bundled model changes: it has no token for the beginning of a text, so an
    /// empty one is refused.
    static final Map<String, Integer> OTHER_STATUS = Map.of("embeddings-empty", 400);

    /// What we answer ourselves or otherwise, with the method of [CaptureExceptionsIT] that shows
    /// it.
    static final Map<String, String> INSTEAD =
            Map.ofEntries(
                    entry("err-unknown-model", "anUnknownModelIsNotFound"),
                    entry("err-badjson", "brokenJsonIsRefusedInOurWords"),
                    entry("v0.5.0-native/err-badjson", "brokenJsonIsRefusedInOurWords"),
                    entry("err-emptybody", "anEmptyBodyIsRefusedInOurWords"),
                    entry("err-unknown-endpoint", "anUnknownPathIsNotFoundInOurWords"),
                    entry("err-wrong-method", "aWrongMethodIsNotFoundInOurWords"),
                    entry("cors-options", "aPreflightIsAnsweredForAllowedOriginsOnly"),
                    entry("apikey-none", "ourKeyIsAskedForNotTheEngines"),
                    entry("apikey-none-chat", "ourKeyIsAskedForNotTheEngines"),
                    entry("apikey-wrong", "ourKeyIsAskedForNotTheEngines"),
                    entry("apikey-right", "withOurKeyTheEngineAnswers"),
                    entry("apikey-open-endpoints", "onlyHealthIsOpenWithoutOurKey"),
                    entry("root", "theRootGreetsAPerson"),
                    entry("health", "healthIsOursAndNeedsNoEngine"),
                    entry("v1-models", "modelsAreListedWithStatusAndCapabilities"));

    /// What is compared with a model named, and is something else without.
    static final Map<String, String> INSTEAD_WITHOUT_MODEL =
            Map.of("metrics", "metricsWithoutAModelAreOurs");

    /// Files without a request: starts, stops, sockets, sizes, and bytes of what another file has.
    static final List<String> NO_REQUEST =
            List.of(
                    "cancel.txt",
                    "chat-stream.raw",
                    "chat-stream.wire.bin",
                    "health-during-start.txt",
                    "help.txt",
                    "shutdown-slow-model.txt",
                    "shutdown.txt",
                    "slots-busy.json",
                    "speed.json",
                    "unix-health.txt",
                    "v0.5.0-native/cancel.txt",
                    "v0.5.0-native/health-during-start.txt",
                    "v0.5.0-native/speed.json",
                    "v0.5.0-native/version.txt",
                    "version.txt");

    /// What a process said and how it ended.
    static final List<String> OF_PROCESSES = List.of(".stderr", ".stdout", ".rc");

    private Captures() {}
}
