package dev.recua.gateway.http;

import dev.recua.client.wire.ModelList;
import dev.recua.client.wire.ModelRow;
import dev.recua.client.wire.WireJson;
import dev.recua.gateway.routing.Resolution;
import dev.recua.gateway.routing.Resolver;
import dev.recua.gateway.scheduling.Resident;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import dev.recua.models.gguf.ModelFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/// `GET /v1/models` and `GET /v1/models/{id}`: the usable models with their state. Broken ones are
/// left out, because a client would offer them.
public final class ModelListing {
    private final Supplier<Resolver> resolver;
    private final Supplier<Schedule> schedule;
    private final Function<Model, Integer> contextLength;

    /// @param contextLength tokens of context that the model's child gets; 0: not known
    public ModelListing(
            Supplier<Resolver> resolver,
            Supplier<Schedule> schedule,
            Function<Model, Integer> contextLength) {
        this.resolver = resolver;
        this.schedule = schedule;
        this.contextLength = contextLength;
    }

    /// The whole list, as JSON.
    public String all() {
        Schedule now = schedule.get();
        List<ModelRow> rows =
                resolver.get().catalogue().models().stream()
                        .filter(model -> model.problem().isEmpty())
                        .map(model -> row(model, now))
                        .toList();
        return WireJson.mapper().writeValueAsString(new ModelList("list", rows));
    }

    /// One model, by any of its names.
    Described one(String name) {
        return switch (resolver.get().resolve(Optional.of(name))) {
            case Resolution.Local(var model) when model.problem().isEmpty() ->
                    new Described.Known(
                            WireJson.mapper().writeValueAsString(row(model, schedule.get())));
            case Resolution.Local _, Resolution.Unnamed _ -> new Described.Unknown(name, List.of());
            case Resolution.Unknown(var unknown, var nearest) ->
                    new Described.Unknown(unknown, nearest);
        };
    }

    private ModelRow row(Model model, Schedule now) {
        return new ModelRow(
                model.id().value(),
                "model",
                model.modifiedAt().getEpochSecond(),
                "recua",
                model.aliases(),
                status(model.id(), now),
                Optional.of(contextLength.apply(model)).filter(known -> known > 0).orElse(null),
                new ModelRow.Architecture(inputs(model), List.of("text")),
                model.capabilities(),
                new ModelRow.Meta(
                        model.facts().map(ModelFacts::parameters).orElse(null),
                        model.size(),
                        model.facts()
                                .map(ModelFacts::contextLength)
                                .flatMap(ModelListing::toInt)
                                .orElse(null),
                        model.quantization().orElse(null)));
    }

    private static ModelRow.Status status(ModelId model, Schedule now) {
        Boolean failed = now.hasFailed(model) ? Boolean.TRUE : null;
        String value =
                switch (now.residents().get(model)) {
                    case null -> "unloaded";
                    case Resident.Loading _ -> "loading";
                    case Resident.Loaded _ -> "loaded";
                    case Resident.Unloading _ -> "unloaded";
                };
        return new ModelRow.Status(value, failed);
    }

    private static List<String> inputs(Model model) {
        return model.projector().isPresent() ? List.of("text", "image") : List.of("text");
    }

    private static Optional<Integer> toInt(OptionalLong value) {
        return value.isPresent()
                ? Optional.of((int) Math.min(value.getAsLong(), Integer.MAX_VALUE))
                : Optional.empty();
    }
}
