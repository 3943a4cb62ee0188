package dev.recua.gateway.it;

import java.nio.file.Path;

/// The models that the tests of official clients use: one file, several ways to run it.
final class ClientModels {
    /// The bundled model as it comes.
    static final String TINY = "recua-tiny";

    /// It, with embeddings on.
    static final String EMBEDDING = "tiny-embed";

    /// It, never saying that it is done, and forgetting the oldest half of its context when that is
    /// full: it comes to no end by itself.
    static final String ENDLESS = "tiny-endless";

    /// It, with an option that no engine has: it can never be loaded.
    static final String BROKEN = "tiny-broken";

    /// How many numbers an embedding of it has.
    static final int WIDTH = 192;

    /// The key of [#strictYaml()].
    static final String KEY = "first-second-third";

    private ClientModels() {}

    /// Ends the engine of the endless model at once, whatever it does.
    static void endEngine(RunningGateway open) {
        String path = "/api/models/" + ENDLESS + "/unload?force=true";
        open.caller().post(path, Caller.JSON.createObjectNode()).expect(200);
    }

    /// The `config.yaml` with them. One thread each: more wait for each other on a busy machine,
    /// and so small a model gains nothing by them.
    static String yaml() {
        Path file = Distribution.bundledModel();
        return """
        models:
          recua:3m-instruct: {args: [--threads, '1']}
          %s: {file: '%s', embeddings: true, args: [--threads, '1']}
          %s: {file: '%s', parallel: 1, args: [--threads, '1', --context-shift, --ignore-eos]}
          %s: {file: '%s', args: [--no-such-option]}
        """
                .formatted(EMBEDDING, file, ENDLESS, file, BROKEN, file);
    }

    /// The same for a gateway that asks for [#KEY] and lets one request wait for a model.
    static String strictYaml() {
        return "api-key: " + KEY + "\nqueue: {max-waiting: 1}\n" + yaml();
    }
}
