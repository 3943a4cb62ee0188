package dev.recua.client.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Every key, with the ranges and defaults of source 002's schema. One table: the parser, the
/// records and the published schemas agree with it.
final class Keys {
    /// As a key's standard: who gets nothing decides for itself.
    static final String SERVERS = "the server's";

    /// More threads than this are probably a mistake; source 002 allows no more.
    static final int MANY_THREADS = 32;

    static final Key TEMPERATURE =
            real("temperature", 2, SERVERS, "How freely it chooses; 0 always takes the likeliest.");
    static final Key TOP_P =
            real("topP", 1, SERVERS, "It chooses among the likeliest of this share together.");
    static final Key TOP_K =
            whole("topK", 0, 100, "", SERVERS, "It chooses among this many; 0 is among all.");
    static final Key REPEAT_PENALTY =
            real("repeatPenalty", 2, SERVERS, "How much repetition is avoided; 1 is not at all.");
    static final Key MIROSTAT =
            new Key(
                    "mirostat",
                    new Kind.OneOf(List.of(0, 1, 2)),
                    SERVERS,
                    "Mirostat sampling: 0 is off, 1 and 2 are its versions.");
    static final Key MIROSTAT_TAU =
            real("mirostatTau", 10, SERVERS, "The surprise that Mirostat aims at.");
    static final Key MIROSTAT_ETA = real("mirostatEta", 1, SERVERS, "How fast Mirostat learns.");

    static final List<Key> SAMPLING =
            List.of(
                    TEMPERATURE,
                    TOP_P,
                    TOP_K,
                    REPEAT_PENALTY,
                    MIROSTAT,
                    MIROSTAT_TAU,
                    MIROSTAT_ETA);

    // 512 is as many as llama.cpp takes (GGML_MAX_N_THREADS).
    static final Key N_THREADS =
            whole("nThreads", 1, 512, "", SERVERS, "Threads; more than 32 gives a warning.");
    static final Key N_GPU_LAYERS =
            whole("nGpuLayers", 0, 999, "", SERVERS, "Layers that the GPU computes.");
    static final Key USE_MMAP =
            new Key(
                    "useMmap",
                    new Kind.Flag(),
                    SERVERS,
                    "Map the file into memory instead of reading it.");
    static final Key USE_MLOCK =
            new Key(
                    "useMlock",
                    new Kind.Flag(),
                    SERVERS,
                    "Keep the model in memory, never swapped.");
    static final Key N_CTX =
            whole("nCtx", 512, 131072, "tokens", SERVERS, "Size of the context in tokens.");

    static final List<Key> PERFORMANCE =
            List.of(N_THREADS, N_GPU_LAYERS, USE_MMAP, USE_MLOCK, N_CTX);

    static final Key BASE_URL =
            new Key(
                    "baseUrl",
                    new Kind.Address(),
                    "",
                    "Where the server is, with or without /v1 at its end.");
    static final Key API_KEY =
            new Key(
                    "apiKey",
                    new Kind.Hidden(),
                    "",
                    "Sent as a bearer token: the key, ${NAME} of an environment variable, or the file that it is in. Empty is none.");
    static final Key MODELS =
            new Key(
                    "models",
                    new Kind.Names(),
                    "[]",
                    "The models where the server tells none; the first is the one that is used.");
    static final Key TIMEOUT =
            whole(
                    "timeout",
                    1000,
                    300000,
                    "milliseconds",
                    "30000",
                    "How many milliseconds an answer may take, or in a stream the silence between two events.");
    static final Key MAX_RETRIES =
            whole(
                    "maxRetries",
                    0,
                    10,
                    "",
                    "3",
                    "How often a failed request is sent again; 0 never.");
    static final Key SAMPLING_SECTION =
            new Key(
                    "sampling",
                    new Kind.Section(SAMPLING),
                    "",
                    "Sent where a request does not say; what is missing here, the server decides.");
    static final Key PERFORMANCE_SECTION =
            new Key(
                    "performance",
                    new Kind.Section(PERFORMANCE),
                    "",
                    "How an own llama-server is started; one that runs already takes no notice.");

    private static final List<Key> OF_ALL =
            List.of(BASE_URL, API_KEY, MODELS, TIMEOUT, MAX_RETRIES, SAMPLING_SECTION);

    static final Key SCHEMA = new Key("$schema", new Kind.Text(), "", "For editors; not read.");
    static final Key PROVIDER =
            new Key(
                    "provider",
                    new Kind.Words(
                            Arrays.stream(ProviderType.values()).map(ProviderType::wire).toList()),
                    "",
                    "Whom to ask first.");
    static final Key ALLOW_REMOTE_FALLBACK =
            new Key(
                    "allowRemoteFallback",
                    new Kind.Flag(),
                    "false",
                    "Whether a provider on another machine may get what one on this machine could not answer.");
    static final Key PROVIDERS =
            new Key(
                    "providers",
                    new Kind.Section(
                            Arrays.stream(ProviderType.values()).map(Keys::section).toList()),
                    "",
                    "The providers, by their wire names.");

    /// Of `client.json`.
    static final List<Key> ROOT = List.of(SCHEMA, PROVIDER, ALLOW_REMOTE_FALLBACK, PROVIDERS);

    private Keys() {}

    /// What a provider's section has.
    static List<Key> of(ProviderType type) {
        return type == ProviderType.LLAMA_CPP
                ? Stream.concat(OF_ALL.stream(), Stream.of(PERFORMANCE_SECTION)).toList()
                : OF_ALL;
    }

    private static Key section(ProviderType type) {
        return new Key(type.wire(), new Kind.Section(of(type)), "", type.label() + ".");
    }

    private static Key real(String name, int most, String standard, String meaning) {
        return new Key(name, new Kind.Real(0, most), standard, meaning);
    }

    private static Key whole(
            String name, int least, int most, String unit, String standard, String meaning) {
        return new Key(name, new Kind.Whole(least, most, unit), standard, meaning);
    }
}
