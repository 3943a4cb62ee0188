package dev.recua.gateway.admin;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelInfos;
import dev.recua.client.admin.RunningModels;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.gateway.fleet.Fleet;
import dev.recua.gateway.fleet.ModelStatus;
import dev.recua.gateway.fleet.Running;
import dev.recua.gateway.routing.Resolution;
import dev.recua.gateway.routing.Resolver;
import dev.recua.gateway.scheduling.Resident;
import dev.recua.gateway.scheduling.Schedule;
import dev.recua.models.catalogue.Model;
import dev.recua.models.catalogue.ModelId;
import dev.recua.models.gguf.ModelFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /api/models` and `GET /api/models/{id}`: every model of the catalogue, also broken ones
/// with their reason, and what each does now.
public final class AdminModels {
    private static final Set<LlamaServiceStatus> WITH_PROCESS =
            EnumSet.of(
                    LlamaServiceStatus.STARTING,
                    LlamaServiceStatus.READY,
                    LlamaServiceStatus.STOPPING);

    private final Supplier<Resolver> resolver;
    private final Supplier<Schedule> schedule;
    private final Fleet fleet;
    private final Function<Model, Integer> contextLength;

    /// @param contextLength tokens of context that the model's child gets; 0: not known
    public AdminModels(
            Supplier<Resolver> resolver,
            Supplier<Schedule> schedule,
            Fleet fleet,
            Function<Model, Integer> contextLength) {
        this.resolver = resolver;
        this.schedule = schedule;
        this.fleet = fleet;
        this.contextLength = contextLength;
    }

    /// Every model. Reads files of children's processes: not on the event loop. From any thread.
    public ModelInfos all() {
        Schedule now = schedule.get();
        return new ModelInfos(
                resolver.get().catalogue().models().stream()
                        .map(model -> info(model, now))
                        .toList());
    }

    /// One of them, as it is now. Likewise.
    ModelInfo of(Model model) {
        return info(model, schedule.get());
    }

    /// Those that requests can use.
    List<Model> usable() {
        return resolver.get().catalogue().models().stream()
                .filter(model -> model.problem().isEmpty())
                .toList();
    }

    /// Those that have a process, by id. From any thread; looks into memory only.
    RunningModels running() {
        return new RunningModels(
                schedule.get().residents().entrySet().stream()
                        .sorted(Comparator.comparing(entry -> entry.getKey().value()))
                        .flatMap(entry -> running(entry.getKey(), entry.getValue()).stream())
                        .toList());
    }

    /// Its process may have ended since its service was asked for it: then there is none.
    private Optional<RunningModels.RunningModel> running(ModelId id, Resident resident) {
        LlamaServiceStatus status = status(id, resident);
        if (!WITH_PROCESS.contains(status)) return Optional.empty();
        String name = resolver.get().catalogue().find(id).map(Model::name).orElse(id.value());
        return fleet.running(resident.generation())
                .map(
                        child ->
                                new RunningModels.RunningModel(
                                        id.value(),
                                        status.wire(),
                                        "llama-server " + LlamaSwapConfig.command(child.args()),
                                        child.baseUrl().toString(),
                                        resident.terms().idleUnload().toSeconds(),
                                        name,
                                        ""));
    }

    /// The model of that name.
    Resolution find(String name) {
        return resolver.get().resolve(Optional.of(name));
    }

    private ModelInfo info(Model model, Schedule now) {
        @Nullable Resident resident = now.residents().get(model.id());
        Optional<ModelFacts> facts = model.facts();
        return new ModelInfo(
                model.id().value(),
                model.name(),
                model.aliases(),
                model.size(),
                model.type().wire(),
                model.modifiedAt().getEpochSecond(),
                status(model, resident, now),
                model.source().wire(),
                model.place(),
                model.files().stream().map(Path::toString).toList(),
                model.projector().map(Path::toString).orElse(null),
                facts.flatMap(ModelFacts::architecture).orElse(null),
                facts.map(ModelFacts::parameters).orElse(null),
                model.quantization().orElse(null),
                Optional.of(contextLength.apply(model)).filter(known -> known > 0).orElse(null),
                model.capabilities(),
                model.problem().orElse(null),
                false,
                idleUnloadAt(resident),
                resident instanceof Resident.Loaded loaded ? loaded.active() : 0,
                waiting(model.id(), now),
                child(resident),
                null);
    }

    private String status(Model model, @Nullable Resident resident, Schedule now) {
        if (resident != null) return status(model.id(), resident).wire();
        boolean failed = !model.isUsable() || now.hasFailed(model.id());
        return (failed ? LlamaServiceStatus.ERROR : LlamaServiceStatus.INITIAL).wire();
    }

    private LlamaServiceStatus status(ModelId id, Resident resident) {
        return ModelStatus.of(
                resident,
                Optional.ofNullable(fleet.services().get(id)).map(LlamaServiceState::status));
    }

    private static @Nullable String idleUnloadAt(@Nullable Resident resident) {
        return resident instanceof Resident.Loaded loaded
                ? loaded.idleUnloadAt().map(Instant::toString).orElse(null)
                : null;
    }

    private static int waiting(ModelId model, Schedule now) {
        return (int) now.queue().stream().filter(ticket -> ticket.model().equals(model)).count();
    }

    private ModelInfo.@Nullable Child child(@Nullable Resident resident) {
        if (resident == null) return null;
        return fleet.running(resident.generation()).map(AdminModels::child).orElse(null);
    }

    private static ModelInfo.Child child(Running running) {
        OptionalLong rss = running.rss();
        return new ModelInfo.Child(
                running.pid(),
                running.port(),
                running.startedAt().toString(),
                running.args(),
                rss.isPresent() ? rss.getAsLong() : null);
    }
}
