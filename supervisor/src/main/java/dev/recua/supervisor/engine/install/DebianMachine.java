package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.Target;
import java.util.Optional;

/// How Debian names a machine.
///
/// @param architecture in packages: `amd64`
/// @param triplet      in library folders: `x86_64-linux-gnu`
/// @param loader       the file name of glibc's loader
record DebianMachine(String architecture, String triplet, String loader) {
    /// The machine of that target; empty where Debian has no package of llama.cpp for it.
    static Optional<DebianMachine> of(Target target) {
        return switch (target.id()) {
            case "x86_64-unknown-linux-gnu" ->
                    Optional.of(
                            new DebianMachine("amd64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2"));
            case "aarch64-unknown-linux-gnu" ->
                    Optional.of(
                            new DebianMachine(
                                    "arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1"));
            default -> Optional.empty();
        };
    }

    /// The library folder inside an unpacked package.
    String libraries() {
        return "usr/lib/" + triplet;
    }
}
