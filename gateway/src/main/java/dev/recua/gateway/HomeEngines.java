package dev.recua.gateway;

import dev.recua.client.admin.EngineInfo;
import dev.recua.client.admin.EngineInfos;
import dev.recua.client.admin.EngineInstall;
import dev.recua.client.admin.EngineInstalling;
import dev.recua.client.config.ProviderType;
import dev.recua.client.error.Classifier;
import dev.recua.client.error.Happened;
import dev.recua.gateway.cli.CommandFailed;
import dev.recua.gateway.cli.EngineWork;
import dev.recua.gateway.cli.ExitCode;
import dev.recua.gateway.cli.LocalEngines;
import dev.recua.gateway.config.ConfigLoader;
import dev.recua.gateway.config.ConfigResult;
import dev.recua.gateway.config.Overrides;
import dev.recua.gateway.config.Problem;
import dev.recua.gateway.fleet.EngineOutcome;
import dev.recua.gateway.fleet.EngineRoom;
import dev.recua.gateway.home.Folders;
import dev.recua.gateway.http.EngineErrors;
import dev.recua.gateway.http.ErrorAnswer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// The engines of a home on which no gateway runs: the same [EngineRoom] that a gateway has, with
/// the same words for what is refused.
final class HomeEngines implements LocalEngines {
    /// Nobody was asked over HTTP: this process did it itself.
    private static final URI HERE = URI.create("recua:engines");

    private final Map<String, String> environment;

    HomeEngines(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public EngineWork open(Optional<Path> home) {
        Map<String, String> env = Startup.withHome(environment, home);
        Folders folders = Startup.folders(env);
        return switch (new ConfigLoader(env, folders).load(Overrides.none())) {
            case ConfigResult.Valid valid ->
                    new Here(EngineSetup.of(valid.config(), folders, env).room());
            case ConfigResult.Invalid invalid ->
                    throw new CommandFailed(
                            ExitCode.INVALID_CONFIG,
                            "the configuration is invalid, nothing was done:\n"
                                    + Problem.render(invalid.problems()));
        };
    }

    private record Here(EngineRoom room) implements EngineWork {
        @Override
        public EngineInfos list() throws InterruptedException {
            return room.list();
        }

        @Override
        public EngineInfo install(EngineInstall wish, Consumer<EngineInstalling> progress)
                throws InterruptedException {
            try {
                return done(room.install(wish, progress).get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("installing an engine failed", e.getCause());
            }
        }

        @Override
        public EngineInfo use(String name) throws InterruptedException {
            return done(room.use(name));
        }

        @Override
        public void remove(String name) throws InterruptedException {
            done(room.remove(name));
        }

        private static EngineInfo done(EngineOutcome outcome) {
            return switch (outcome) {
                case EngineOutcome.Done(var engine) -> engine;
                case EngineOutcome.Refused(var why) -> {
                    ErrorAnswer answer = EngineErrors.of(why);
                    throw Classifier.classify(
                            ProviderType.RECUA,
                            Happened.Refused.told(HERE, answer.status(), answer.error()));
                }
            };
        }
    }
}
