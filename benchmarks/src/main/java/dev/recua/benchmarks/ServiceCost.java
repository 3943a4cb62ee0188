package dev.recua.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.recua.client.event.LlamaServiceState;
import dev.recua.client.event.LlamaServiceStatus;
import dev.recua.supervisor.server.LlamaServer;
import dev.recua.supervisor.server.LlamaServerArgs;
import dev.recua.supervisor.service.LlamaService;
import dev.recua.supervisor.service.ServicePolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What a service costs the program that has it: time until it tells `starting`, memory, and
/// processor time while its engine is ready and nobody asks. The product promises less than 1 s,
/// 1 MiB and 0.5 % of a core.
final class ServiceCost implements Scenario {
    /// So many at once, for a memory that can be told from noise.
    private static final int AT_ONCE = 8;

    private static final double IDLE_MILLIS = 60_000;
    private static final long PATIENCE_SECONDS = 30;

    @Override
    public String name() {
        return "service cost";
    }

    @Override
    public String how() {
        return "Real engine, bundled model, `LlamaService` in this JVM. From `start()` to the state"
                + " `starting`; heap after a collection, with "
                + AT_ONCE
                + " services ready less without them, for one; processor time of this JVM in 60 s with these "
                + AT_ONCE
                + " ready and unused, for one service, in percent of a core.";
    }

    @Override
    public List<Sample> measure(Workbench bench) throws Exception {
        started(bench, 1).forEach(LlamaService::close);
        var starting = new ArrayList<Double>();
        for (int round = 0; round < bench.rounds(20); round++) starting.add(startingMillis(bench));
        var heap = new ArrayList<Double>();
        var busy = new ArrayList<Double>();
        for (int round = 0; round < bench.rounds(3); round++) {
            double before = heapKib();
            List<LlamaService> services = started(bench, AT_ONCE);
            try {
                heap.add((heapKib() - before) / AT_ONCE);
                busy.add(busyPercent(Math.min(1, bench.rounds()) * IDLE_MILLIS) / AT_ONCE);
            } finally {
                services.forEach(LlamaService::close);
            }
        }
        return List.of(
                new Sample("from start() to the state `starting`", "ms", starting),
                new Sample("heap for one service", "KiB", heap),
                new Sample("processor for one idle service", "% of a core", busy));
    }

    private static LlamaService service(Workbench bench) {
        var args = LlamaServerArgs.builder().model(bench.model()).alias("cost").build();
        return LlamaService.of(
                "cost", ServicePolicy.DEFAULT, () -> LlamaServer.of(bench.engine(), args));
    }

    private static double startingMillis(Workbench bench) throws InterruptedException, IOException {
        var told = new CountDownLatch(1);
        var at = new AtomicLong();
        try (LlamaService service = service(bench)) {
            var listening = service.onStateChange(state -> note(state, at, told));
            long began = System.nanoTime();
            var start = service.start();
            if (!told.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                throw new IOException("a service does not tell that it starts");
            start.join();
            listening.close();
            return Clocks.millis(at.get() - began);
        }
    }

    private static void note(LlamaServiceState state, AtomicLong at, CountDownLatch told) {
        if (state.status() == LlamaServiceStatus.STARTING && told.getCount() > 0) {
            at.set(System.nanoTime());
            told.countDown();
        }
    }

    private static List<LlamaService> started(Workbench bench, int count) {
        var services = new ArrayList<LlamaService>();
        for (int i = 0; i < count; i++) {
            LlamaService service = service(bench);
            services.add(service);
            service.start().join();
        }
        return services;
    }

    private static double heapKib() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1024.0;
    }

    private static double busyPercent(double millis) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        long began = System.nanoTime();
        Clocks.pauseMillis(millis);
        double took = System.nanoTime() - began;
        return 100.0 * (system.getProcessCpuTime() - before) / took;
    }
}
