package dev.recua.supervisor.service;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A program for tests: it runs a service, says so, and waits to be ended.
final class ServiceMain {
    private ServiceMain() {}

    public static void main(String[] args) throws Exception {
        LlamaServerConfig config =
                LlamaServerConfig.builder()
                        .serverPath(Path.of(args[0]))
                        .modelPath(Path.of(args[1]))
                        .port(Integer.parseInt(args[2]))
                        .build();
        LlamaService service = LlamaService.open(config);
        service.start().join();
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
