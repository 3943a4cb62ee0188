package dev.recua.supervisor.service;

import dev.recua.client.event.LlamaModel;
import dev.recua.client.wire.WireJson;
import dev.recua.models.catalogue.ModelType;
import dev.recua.models.gguf.GgufReader;
import dev.recua.models.gguf.ModelFacts;
import dev.recua.models.gguf.Pooling;
import dev.recua.models.naming.FileName;
import dev.recua.supervisor.server.Server;
import dev.recua.supervisor.watch.LlamaAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a server offers: `GET /v1/models`, else `GET /models`, joined with what the file says when
/// it serves one file of this machine.
///
/// llama-server (0.7.0) lists one model with its alias as `id` and the bytes of its tensors as
/// `meta.size`; it tells neither what kind of model it is nor how old it is: the file does.
final class ModelList implements Discovery {
    private static final System.Logger LOG = System.getLogger(LlamaService.STATES);
    private static final List<String> PATHS = List.of("/v1/models", "/models");

    private final Duration timeout;

    /// @param timeout of one question
    ModelList(Duration timeout) {
        this.timeout = timeout;
    }

    /// The last known ones stay when neither path answers; why is logged, unless nobody wants to
    /// know any more.
    @Override
    public Optional<List<LlamaModel>> ask(Server server) {
        LlamaAddress address = LlamaAddress.of(server.baseUrl(), server.apiKey());
        List<String> refusals = new ArrayList<>();
        for (String path : PATHS) {
            try {
                LlamaAddress.Answer answer = address.get(path, timeout);
                if (answer.status() == 200)
                    return Optional.of(read(answer.body(), ServerWords.fileOf(server)));
                refusals.add(path + " answered " + answer.status());
            } catch (IOException | JacksonException silent) {
                if (Thread.currentThread().isInterrupted()) return Optional.empty();
                refusals.add(path + ": " + silent.getMessage());
            }
        }
        LOG.log(
                Level.WARNING,
                "[LlamaService] models of "
                        + server.baseUrl()
                        + " are not known, the last known ones stay: "
                        + String.join("; ", refusals));
        return Optional.empty();
    }

    /// @param file which the server serves, when it serves one
    /// @throws JacksonException when that is no list of models
    static List<LlamaModel> read(String body, Optional<Path> file) {
        JsonNode json = WireJson.mapper().readTree(body);
        List<LlamaModel> models = new ArrayList<>();
        for (JsonNode row : json.path("data")) models.add(model(row, row.path("id").asString("")));
        if (models.isEmpty()) {
            for (JsonNode row : json.path("models"))
                models.add(model(row, row.path("model").asString(row.path("name").asString(""))));
        }
        models.removeIf(model -> model.id().isBlank());
        return models.size() == 1
                ? List.of(file.map(f -> joined(models.getFirst(), f)).orElse(models.getFirst()))
                : List.copyOf(models);
    }

    private static LlamaModel model(JsonNode row, String id) {
        return new LlamaModel(
                id, id, Math.max(0, row.path("meta").path("size").asLong(0)), "model", 0);
    }

    /// Of a split model the first file is smaller than what the server loaded.
    private static LlamaModel joined(LlamaModel told, Path file) {
        try {
            long size = Math.max(told.size(), Files.size(file));
            long modified = Files.getLastModifiedTime(file).toInstant().getEpochSecond();
            ModelFacts facts = ModelFacts.of(GgufReader.read(file));
            FileName.Purpose purpose = FileName.parse(String.valueOf(file.getFileName())).purpose();
            return new LlamaModel(
                    told.id(),
                    facts.name().orElse(told.name()),
                    size,
                    type(facts, purpose).wire(),
                    modified);
        } catch (IOException unreadable) {
            LOG.log(
                    Level.WARNING,
                    "[LlamaService] the file of model "
                            + told.id()
                            + " cannot be read: "
                            + unreadable);
            return told;
        }
    }

    /// As the catalogue of `dev.recua.models` sees it.
    private static ModelType type(ModelFacts facts, FileName.Purpose purpose) {
        if (facts.pooling().filter(p -> p == Pooling.RANK).isPresent()
                || purpose == FileName.Purpose.RERANK) return ModelType.RERANK;
        boolean pools = facts.pooling().filter(p -> p != Pooling.NONE).isPresent();
        return facts.encoder() || pools || purpose == FileName.Purpose.EMBEDDING
                ? ModelType.EMBEDDING
                : ModelType.CHAT;
    }
}
