package dev.recua.supervisor.server;

import java.nio.file.Path;

/// A program for tests that starts a server and leaves without closing it.
final class LeavingMain {
    private LeavingMain() {}

    public static void main(String[] args) throws Exception {
        LlamaServerArgs wish =
                LlamaServerArgs.builder().model(Path.of(args[1])).alias("tiny").build();
        LlamaServer.of(Path.of(args[0]), wish).start();
        System.exit(0);
    }
}
