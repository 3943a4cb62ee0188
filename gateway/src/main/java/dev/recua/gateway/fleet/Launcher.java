package dev.recua.gateway.fleet;

import dev.recua.gateway.scheduling.LoadFailure;
import dev.recua.models.catalogue.ModelId;

/// Makes the servers of models.
@FunctionalInterface
public interface Launcher {
    /// A server for the model that was not started yet; asked again for each restart, so that a new
    /// engine is taken up. May block: runs on a virtual thread.
    ///
    /// @throws LaunchFailed when there is nothing to launch; nothing is left behind
    /// @throws InterruptedException when the caller should stop waiting
    Running launch(ModelId model) throws LaunchFailed, InterruptedException;

    /// No server could be made.
    final class LaunchFailed extends Exception {
        private static final long serialVersionUID = 1;

        private final transient LoadFailure failure;
        private final String engine;

        /// @param failure what to tell whoever waits for the model
        /// @param engine  what engine it was tried with; see [Fingerprints#engine]
        public LaunchFailed(LoadFailure failure, String engine) {
            super(failure.message());
            this.failure = failure;
            this.engine = engine;
        }

        /// What engine it was tried with.
        public String engine() {
            return engine;
        }

        /// What to tell whoever waits for the model.
        public LoadFailure failure() {
            return failure;
        }
    }
}
