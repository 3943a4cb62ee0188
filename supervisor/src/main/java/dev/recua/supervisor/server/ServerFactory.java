package dev.recua.supervisor.server;

import dev.recua.supervisor.child.StartFailure;

/// Makes the server of the next start. Asked again for each restart, so that a new engine or a new
/// file is taken up.
@FunctionalInterface
public interface ServerFactory {
    /// A server that was not started yet. May block.
    ///
    /// @throws NoServer when there is nothing to start; nothing is left behind
    /// @throws InterruptedException when the caller should stop waiting
    Server create() throws NoServer, InterruptedException;

    /// There is nothing to start.
    class NoServer extends Exception {
        private static final long serialVersionUID = 1;

        private final transient StartFailure failure;

        /// @param failure what to tell whoever waits
        public NoServer(StartFailure failure) {
            super(failure.message());
            this.failure = failure;
        }

        /// What to tell whoever waits.
        public StartFailure failure() {
            return failure;
        }
    }
}
