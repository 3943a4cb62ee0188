package dev.recua.supervisor.server;

import dev.recua.supervisor.args.Dialect;
import dev.recua.supervisor.args.ShellWords;
import dev.recua.supervisor.args.Spoken;
import dev.recua.supervisor.child.ChildLimits;
import dev.recua.supervisor.child.ChildSpec;
import dev.recua.supervisor.child.Exit;
import dev.recua.supervisor.child.ListenHost;
import dev.recua.supervisor.child.PortChoice;
import dev.recua.supervisor.child.StartFailure;
import dev.recua.supervisor.child.StartFailure.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a [LlamaServer] will run, before it runs.
sealed interface Plan {
    /// For messages.
    String name();

    ListenHost host();

    PortChoice port();

    ChildLimits limits();

    /// What it was made of; empty when that was a [ChildSpec].
    Optional<LlamaServerArgs> args();

    /// The binary and its words for people, as far as they are known.
    ///
    /// @param words what it was started with, masked; empty before
    String commandLine(List<String> words);

    /// Looks whether it can be run, and makes what it needs. Called once.
    Prepared prepare();

    /// The port before one is chosen; 0 when any will do.
    default int expectedPort() {
        return port() instanceof PortChoice.Fixed(int number) ? number : 0;
    }

    /// What came of [#prepare].
    sealed interface Prepared {}

    /// It cannot be run; nothing was made.
    record Refused(StartFailure why) implements Prepared {}

    /// It can.
    ///
    /// @param folder  to delete at its end
    /// @param guarded whether it shall end with this JVM
    record Go(ChildSpec spec, Optional<WorkFolder> folder, boolean guarded) implements Prepared {}

    /// Nobody will run it: what was made for it goes. Nothing happens when that was done.
    default void discard() {}

    /// A spec as it is.
    ///
    /// @param folder to delete at its end, with this JVM at the latest; empty: its folders, and its
    ///     end, are the caller's
    record OfSpec(ChildSpec spec, Optional<WorkFolder> folder) implements Plan {
        @Override
        public String name() {
            return spec.model();
        }

        @Override
        public ListenHost host() {
            return spec.host();
        }

        @Override
        public PortChoice port() {
            return spec.port();
        }

        @Override
        public ChildLimits limits() {
            return spec.limits();
        }

        @Override
        public Optional<LlamaServerArgs> args() {
            return Optional.empty();
        }

        @Override
        public String commandLine(List<String> words) {
            String binary = ShellWords.quote(spec.binary().toString());
            return words.isEmpty() ? binary : binary + " " + ShellWords.join(words);
        }

        @Override
        public Prepared prepare() {
            return new Go(spec, folder, folder.isPresent());
        }

        @Override
        public void discard() {
            folder.ifPresent(WorkFolder::delete);
        }
    }

    /// Arguments for a binary; its folders are made for it.
    ///
    /// @param dialect the words of the binary, where they are known
    record OfArgs(
            Path binary, LlamaServerArgs server, ChildLimits limits, Optional<Dialect> dialect)
            implements Plan {
        public OfArgs {
            if (dialect.isEmpty() && server.hasSecret())
                throw new IllegalArgumentException(
                        "serverArgs carry a secret, which every user of this machine could read among"
                                + " the arguments: use LlamaServer.of(engine, args), which gives it"
                                + " by the environment");
        }

        @Override
        public String name() {
            return server.alias();
        }

        @Override
        public ListenHost host() {
            return server.listensOn();
        }

        @Override
        public PortChoice port() {
            return server.port();
        }

        @Override
        public Optional<LlamaServerArgs> args() {
            return Optional.of(server);
        }

        @Override
        public String commandLine(List<String> words) {
            String shown = words.isEmpty() ? server.toString() : ShellWords.join(words);
            return ShellWords.quote(binary.toString()) + " " + shown;
        }

        @Override
        public Prepared prepare() {
            if (!Files.exists(server.model()))
                return new Refused(StartFacts.missing(ModelFile.shown(server.model())));
            Spoken words = spoken(1);
            if (!words.problems().isEmpty()) return new Refused(unsayable(words));
            try {
                WorkFolder folder = WorkFolder.make();
                return new Go(spec(folder, words.env()), Optional.of(folder), true);
            } catch (IOException e) {
                return new Refused(noFolder(e));
            }
        }

        /// In the words of the binary where they are known, else as they were written.
        private Spoken spoken(int chosenPort) {
            List<String> words = server.toArgs(chosenPort);
            return dialect.map(known -> known.speak(words))
                    .orElseGet(() -> new Spoken(words, Map.of(), List.of(), List.of()));
        }

        private ChildSpec spec(WorkFolder folder, Map<String, String> env) {
            return new ChildSpec(
                            server.alias(),
                            binary.toAbsolutePath(),
                            chosenPort -> spoken(chosenPort).args(),
                            env,
                            Optional.empty(),
                            limits,
                            folder.config(),
                            folder.run())
                    .at(host(), port())
                    .withKey(server.key());
        }

        private StartFailure unsayable(Spoken words) {
            return new StartFailure(
                    Cause.UNKNOWN_FLAG,
                    name() + " did not start: " + words.message(),
                    "Correct serverArgs, or use an engine that knows them.",
                    Exit.NEVER_RAN,
                    List.of());
        }

        private StartFailure noFolder(IOException why) {
            return new StartFailure(
                    Cause.NOT_LAUNCHED,
                    name() + " did not start: no folder for its notes can be made: " + why,
                    "Check that the folder for temporary files (java.io.tmpdir) can be written.",
                    Exit.NEVER_RAN,
                    List.of());
        }
    }
}
