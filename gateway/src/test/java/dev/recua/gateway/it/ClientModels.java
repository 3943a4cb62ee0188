package dev.recua.gateway.it;

/// The models that the tests of official clients use: one file, three ways to run it.
final class ClientModels {
    /// The bundled model as it comes.
    static final String TINY = "recua-tiny";

    /// It, with embeddings on.
    static final String EMBEDDING = "tiny-embed";

    /// It, forgetting the oldest half of its context when that is full: with `ignore_eos` it never
    /// comes to an end by itself.
    static final String ENDLESS = "tiny-endless";

    /// How many numbers an embedding of it has.
    static final int WIDTH = 192;

    private ClientModels() {}

    /// The `config.yaml` with them.
    static String yaml() {
        return """
        models:
          %s: {file: '%s', embeddings: true}
          %s: {file: '%s', args: [--context-shift]}
        """
                .formatted(
                        EMBEDDING,
                        Distribution.bundledModel(),
                        ENDLESS,
                        Distribution.bundledModel());
    }
}
