package dev.recua.gateway.config;

import dev.recua.gateway.config.Node.Scalar;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The section `models`, and the rule between its models: a name means one model.
final class ModelBinder {
    /// Flags that would break what the gateway relies on: where the child listens and who may talk
    /// to it.
    private static final Set<String> OURS =
            Set.of("--host", "--port", "--api-key", "--api-key-file");

    private final Layers layers;
    private final Settings models;
    private final Function<String, Path> path;

    ModelBinder(Layers layers, Settings models, Function<String, Path> path) {
        this.layers = layers;
        this.models = models;
        this.path = path;
    }

    /// In file order; models with an impossible id are left out, with a problem.
    Map<String, ModelConfig> bind() {
        var result = new LinkedHashMap<String, ModelConfig>();
        for (String id : layers.modelIds()) {
            if (ModelConfig.isId(id)) {
                result.put(id, model(id, models.in(id)));
            } else {
                models.error(
                        layers.modelAt(id),
                        id,
                        "is no model id",
                        "Write one without /, \\ and spaces, such as qwen3:8b.");
            }
        }
        checkAliases(result);
        return result;
    }

    private ModelConfig model(String id, Settings model) {
        var standard = ModelConfig.of(id);
        var file = model.find("file", Parsers.orNone(path)).flatMap(found -> found);
        Optional<URI> url = model.find("url", Parsers.orNone(Parsers::url)).flatMap(found -> found);
        if (file.isPresent() && url.isPresent()) {
            model.origin("url")
                    .ifPresent(
                            at ->
                                    model.error(
                                            at,
                                            "url",
                                            "stands beside a file",
                                            "Keep one of them."));
            url = Optional.empty();
        }
        boolean served = url.isPresent();
        if (served) warnOfWhatDoesNothing(model);
        return new ModelConfig(
                id,
                file,
                url,
                aliases(id, model),
                model.read(
                        "context",
                        standard.context(),
                        text -> OrAuto.parse(text, Parsers.atLeast(1))),
                model.read("parallel", standard.parallel(), Parsers.atLeast(1)),
                model.read(
                        "gpu-layers",
                        standard.gpuLayers(),
                        text -> OrAuto.parse(text, Parsers.atLeast(0))),
                model.read("embeddings", standard.embeddings(), ModelBinder::switchOrAuto),
                model.read("rerank", standard.rerank(), ModelBinder::switchOrAuto),
                args(model),
                model.pairs("env", served ? ModelBinder::variableOfServer : Parsers::variable),
                model.find("idle-unload", Durations::orNever));
    }

    /// Somebody else started that server.
    private static void warnOfWhatDoesNothing(Settings model) {
        for (String key : List.of("gpu-layers", "args")) {
            model.origin(key)
                    .ifPresent(
                            at ->
                                    model.warning(
                                            at,
                                            key,
                                            "does nothing beside a url",
                                            "Say it to the server there, and remove it here."));
        }
    }

    /// Its key is what there is to say.
    private static String variableOfServer(String name) {
        if (name.equals(ModelConfig.SERVER_KEY)) return name;
        throw new BadValue(
                "does nothing beside a url",
                "Remove it; only "
                        + ModelConfig.SERVER_KEY
                        + ", the key of the server there, is used.");
    }

    private static OrAuto<Boolean> switchOrAuto(String text) {
        if (text.equals("auto")) return OrAuto.auto();
        try {
            return OrAuto.of(Parsers.truth(text));
        } catch (BadValue _) {
            throw new BadValue(
                    "must be true, false or auto, was " + text, "Write true, false or auto.");
        }
    }

    private List<String> aliases(String id, Settings model) {
        var aliases = model.list("aliases", Parsers::name);
        var distinct = aliases.stream().distinct().filter(alias -> !alias.equals(id)).toList();
        if (distinct.size() < aliases.size()) {
            model.origin("aliases")
                    .ifPresent(
                            at ->
                                    model.warning(
                                            at,
                                            "aliases",
                                            "names something twice, or the id",
                                            "Write each name once."));
        }
        return distinct;
    }

    private static List<String> args(Settings model) {
        var args = model.words("args");
        for (String word : args) {
            String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (!OURS.contains(flag)) continue;
            model.origin("args")
                    .ifPresent(
                            at ->
                                    model.error(
                                            at,
                                            "args",
                                            "has " + flag + ", which Recua sets itself",
                                            "Remove it."));
        }
        return args;
    }

    private void checkAliases(Map<String, ModelConfig> all) {
        var owners = new HashMap<String, String>();
        all.keySet().forEach(id -> owners.put(id, id));
        for (ModelConfig model : all.values()) {
            for (String alias : model.aliases()) {
                String owner = owners.putIfAbsent(alias, model.id());
                if (owner == null || owner.equals(model.id())) continue;
                models.error(
                        aliasAt(model.id(), alias),
                        model.id() + ".aliases",
                        alias + " already means " + owner,
                        "Give each name to one model.");
            }
        }
    }

    private Origin aliasAt(String id, String alias) {
        var nodes = layers.at(models.path(id + ".aliases"));
        if (nodes.isEmpty()) return layers.modelAt(id);
        Node list = nodes.getLast();
        if (list instanceof Node.Items(List<Node> items, _)) {
            for (Node item : items) {
                if (item instanceof Scalar(String text, Origin at) && text.strip().equals(alias))
                    return at;
            }
        }
        return list.at();
    }
}
