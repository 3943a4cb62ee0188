package dev.recua.gateway.cli;

import dev.recua.client.admin.AdminClient;
import dev.recua.client.admin.ModelInfo;

/// Unloads a model and tells what became of it.
///
/// @param force whether running requests are broken off instead of waited for
record Unloading(boolean force) {
    /// What happened to one model.
    ///
    /// @param model as it is afterwards
    /// @param ran   whether it was loaded, or about to be
    record Unloaded(ModelInfo model, boolean ran) {
        /// The same in words.
        String words() {
            boolean again = runs(model);
            if (!ran && !again) {
                return model.id() + " was not loaded.";
            }
            return again
                    ? model.id()
                            + " was unloaded, and requests that waited for it are loading it again."
                    : model.id() + " is unloaded.";
        }
    }

    /// Returns when the process of that model is gone.
    Unloaded one(AdminClient admin, String name, Progress progress) throws InterruptedException {
        ModelInfo before = admin.model(name);
        progress.show(waitingFor(before));
        return new Unloaded(admin.unload(name, force), runs(before));
    }

    private String waitingFor(ModelInfo model) {
        int running = force ? 0 : model.running();
        return switch (running) {
            case 0 -> "unloading " + model.id();
            case 1 -> "unloading %s, 1 request finishes first".formatted(model.id());
            default -> "unloading %s, %d requests finish first".formatted(model.id(), running);
        };
    }

    /// Whether there is something to unload: a process, or one that is to come.
    static boolean runs(ModelInfo model) {
        return model.child() != null
                || model.status().equals("starting")
                || model.status().equals("ready")
                || model.status().equals("crashed")
                || model.status().equals("stopping");
    }
}
