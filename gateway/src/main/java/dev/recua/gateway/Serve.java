package dev.recua.gateway;

import dev.recua.gateway.cli.GatewayLauncher;
import dev.recua.gateway.cli.ServeOptions;
import dev.recua.gateway.cli.Terminal;
import dev.recua.gateway.fleet.Engines;
import dev.recua.models.catalogue.Catalogue;
import dev.recua.models.catalogue.Model;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `recua serve`: starts, says what there is, serves until it is told to stop, and leaves.
///
/// The first SIGTERM, SIGINT or SIGHUP begins the farewell (6 s at most); the second one ends all
/// children and this process at once.
final class Serve implements GatewayLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
    private static final int KILLED_BY_HAND = 130;

    private final Map<String, String> environment;
    private final String version;

    Serve(Map<String, String> environment, String version) {
        this.environment = environment;
        this.version = version;
    }

    @Override
    public int serve(ServeOptions options, Terminal terminal) throws InterruptedException {
        var toldToStop = new CountDownLatch(1);
        var progress = new InstallLines(terminal.err(), System::nanoTime);
        var signals = new AtomicInteger();
        // Told by its API it leaves as after a signal; the next signal is then the second one.
        Runnable shutdown =
                () -> {
                    signals.compareAndSet(0, 1);
                    toldToStop.countDown();
                };
        try (var startup =
                Startup.begin(options, environment, version, false, progress, shutdown)) {
            listenToSignals(signals, toldToStop, startup);
            startup.announce(version);
            // On a thread of its own: a terminal that is paused must not keep us from leaving.
            Thread.ofPlatform()
                    .daemon()
                    .name("introduce")
                    .start(() -> introduce(startup, toldToStop, terminal));
            toldToStop.await();
            LOG.info("gateway stops");
        }
        return 0;
    }

    private void introduce(Startup startup, CountDownLatch toldToStop, Terminal terminal) {
        startup.warnings().forEach(warning -> terminal.err().println(warning.render()));
        try {
            Engines.Available engine = startup.awaitEngine();
            if (toldToStop.getCount() > 0) introduce(startup, engine, terminal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void introduce(Startup startup, Engines.Available engine, Terminal terminal) {
        var out = terminal.out();
        out.println("Address: " + startup.url() + "/v1 (any OpenAI client)");
        out.println(
                switch (engine) {
                    case Engines.Available.Yes yes -> "Engine:  " + yes.engine().summary();
                    case Engines.Available.No no ->
                            "Engine:  none; requests are answered with engine_missing.\n"
                                    + no.message();
                });
        Catalogue catalogue = startup.catalogue();
        out.println("Models:");
        catalogue.models().forEach(model -> out.println("  " + line(model)));
        long usable = catalogue.models().stream().filter(m -> m.problem().isEmpty()).count();
        LOG.info("✅ [LLAMA] Service ready with {} models", usable);
        out.println("Recua " + version + " is ready: " + startup.url());
        out.flush();
    }

    private static String line(Model model) {
        String names =
                model.aliases().isEmpty()
                        ? model.id().value()
                        : model.id().value() + " (" + String.join(", ", model.aliases()) + ")";
        return model.problem().map(problem -> names + "  cannot be used: " + problem).orElse(names);
    }

    private static void listenToSignals(
            AtomicInteger count, CountDownLatch toldToStop, Startup startup) {
        boolean heard = true;
        for (String signal : new String[] {"TERM", "INT", "HUP"}) {
            heard &= Signals.on(signal, _ -> signalled(count, toldToStop, startup));
        }
        if (!heard) {
            Runtime.getRuntime().addShutdownHook(new Thread(startup::close, "leave"));
        }
    }

    private static void signalled(AtomicInteger count, CountDownLatch toldToStop, Startup startup) {
        if (count.incrementAndGet() == 1) {
            toldToStop.countDown();
            startup.stopLooking();
        } else {
            startup.kill();
            Logging.stop();
            Runtime.getRuntime().halt(KILLED_BY_HAND);
        }
    }
}
