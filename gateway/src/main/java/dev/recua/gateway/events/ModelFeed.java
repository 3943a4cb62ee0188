package dev.recua.gateway.events;

import dev.recua.client.admin.ModelInfo;
import dev.recua.client.admin.ModelRemoved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells each model that has changed, and each that is gone, by comparing what there is with what
/// was told. The memory of a process alone is no change: it never stands still.
///
/// Called by one thread at a time.
final class ModelFeed {
    private final EventHub hub;
    private Map<String, ModelInfo> told = Map.of();

    ModelFeed(EventHub hub) {
        this.hub = hub;
    }

    /// These are all models, as they are now.
    void look(List<ModelInfo> now) {
        for (Object change : changes(told, now)) {
            String event =
                    change instanceof ModelInfo ? EventNames.MODEL : EventNames.MODEL_REMOVED;
            hub.publish(event, change);
        }
        told = byId(now);
    }

    /// What must be told: models that are gone, then those that are new or have changed.
    static List<Object> changes(Map<String, ModelInfo> told, List<ModelInfo> now) {
        var changes = new ArrayList<>();
        var gone = new LinkedHashSet<>(told.keySet());
        now.forEach(model -> gone.remove(model.id()));
        gone.stream().sorted().forEach(id -> changes.add(new ModelRemoved(id)));
        for (ModelInfo model : now) {
            @Nullable ModelInfo before = told.get(model.id());
            if (before == null || !still(before).equals(still(model))) changes.add(model);
        }
        return changes;
    }

    private static Map<String, ModelInfo> byId(List<ModelInfo> models) {
        var byId = new HashMap<String, ModelInfo>();
        models.forEach(model -> byId.put(model.id(), model));
        return byId;
    }

    /// Without what changes by itself.
    private static ModelInfo still(ModelInfo model) {
        ModelInfo.@Nullable Child child = model.child();
        if (child == null) return model;
        return new ModelInfo(
                model.id(),
                model.name(),
                model.aliases(),
                model.size(),
                model.type(),
                model.modifiedAt(),
                model.status(),
                model.source(),
                model.path(),
                model.files(),
                model.projector(),
                model.architecture(),
                model.parameters(),
                model.quantization(),
                model.contextLength(),
                model.capabilities(),
                model.problem(),
                model.pinned(),
                model.idleUnloadAt(),
                model.running(),
                model.waiting(),
                new ModelInfo.Child(
                        child.pid(), child.port(), child.startedAt(), child.args(), null),
                model.estimate());
    }
}
