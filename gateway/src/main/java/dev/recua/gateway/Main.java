package dev.recua.gateway;

import dev.recua.gateway.cli.Cli;
import dev.recua.gateway.cli.Interrupts;
import dev.recua.gateway.cli.Surroundings;
import dev.recua.gateway.cli.Terminal;
import dev.recua.gateway.cli.Version;
import java.time.InstantSource;
import java.util.Map;

/// The program. Only wires: what each command touches is given to it here.
public final class Main {
    private Main() {}

    /// Runs one command; see `recua --help`.
    public static void main(String[] args) {
        int code = run(args, System.getenv(), Terminal.system());
        Logging.stop();
        System.out.flush();
        // Not exit: HotSpot then waits some 300 ms for threads in native code, which the 6 s of a
        // farewell do not have. Nothing is left to be done by hooks.
        Runtime.getRuntime().halt(code);
    }

    static int run(String[] args, Map<String, String> environment, Terminal terminal) {
        Version version = Version.ofThisProgram();
        var surroundings =
                new Surroundings(
                        terminal,
                        environment,
                        home -> Startup.folders(Startup.withHome(environment, home)).run(),
                        home -> Startup.folders(Startup.withHome(environment, home)).state(),
                        new HomeKey(environment),
                        new Serve(environment, version.text()),
                        new EmbeddedRun(environment, version.text()),
                        new ConfigChecking(environment),
                        new HomeEngines(environment),
                        Interrupts.ofThisProcess(),
                        InstantSource.system(),
                        version);
        return new Cli(surroundings).run(args);
    }
}
