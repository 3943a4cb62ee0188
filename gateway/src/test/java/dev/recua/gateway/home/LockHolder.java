package dev.recua.gateway.home;

import java.io.IOException;
import java.nio.file.Path;

/// Another process that takes the lock, says so, and keeps it until its input ends.
public final class LockHolder {
    private LockHolder() {}

    public static void main(String[] args) throws IOException {
        try (var lock = (HomeLock.Acquired) HomeLock.acquire(Path.of(args[0]))) {
            System.out.println(lock == null ? "not held" : "held");
            System.out.flush();
            while (System.in.read() >= 0) {
                // only the end of the input matters
            }
        }
    }
}
