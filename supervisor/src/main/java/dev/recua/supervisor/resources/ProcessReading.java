package dev.recua.supervisor.resources;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where facts about a process come from. Thread-safe.
@FunctionalInterface
public interface ProcessReading {
    /// What is known of process `pid` now; [ProcessFacts#NONE] when it has ended.
    ProcessFacts read(long pid);

    /// The best that this machine has: `/proc` on Linux, else what Java tells, which is processor
    /// time only.
    static ProcessReading ofThisMachine() {
        Path proc = Path.of("/proc");
        return Files.isReadable(proc.resolve("self/stat"))
                ? new ProcReading(proc)
                : new JavaReading();
    }
}
