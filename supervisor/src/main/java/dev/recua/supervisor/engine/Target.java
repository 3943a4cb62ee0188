package dev.recua.supervisor.engine;

import static dev.recua.supervisor.engine.Variant.CPU;
import static dev.recua.supervisor.engine.Variant.METAL;
import static dev.recua.supervisor.engine.Variant.VULKAN;

import java.util.List;
import java.util.Optional;

/// A kind of machine that engines are built for, named as compilers name it.
///
/// @param id         such as `x86_64-unknown-linux-gnu`; one path segment
/// @param executable file name of the server there: `llama-server`, or with `.exe` on Windows
/// @param variants   the variants that can be installed for it, the usual one first; empty for a
///     machine we know
///                   nothing about, on which only a binary that the user brings can run
public record Target(String id, String executable, List<Variant> variants) {
    private static final String SERVER = "llama-server";

    /// Every machine for which an engine can be installed.
    public static final List<Target> KNOWN =
            List.of(
                    new Target("aarch64-apple-darwin", SERVER, List.of(METAL, CPU)),
                    new Target("x86_64-apple-darwin", SERVER, List.of(CPU)),
                    new Target("aarch64-unknown-linux-gnu", SERVER, List.of(CPU, VULKAN)),
                    new Target("x86_64-unknown-linux-gnu", SERVER, List.of(CPU, VULKAN)),
                    new Target("x86_64-pc-windows-msvc", SERVER + ".exe", List.of(CPU, VULKAN)),
                    new Target("aarch64-pc-windows-msvc", SERVER + ".exe", List.of(CPU)));

    public Target {
        if (!id.matches("[A-Za-z0-9_]+(-[A-Za-z0-9_.]+)+")) {
            throw new IllegalArgumentException("not the name of a target: \"" + id + "\"");
        }
        variants = List.copyOf(variants);
    }

    /// The known target of that name.
    public static Optional<Target> find(String id) {
        return KNOWN.stream().filter(t -> t.id().equals(id)).findFirst();
    }

    /// True when engines can be installed here.
    public boolean isSupported() {
        return !variants.isEmpty();
    }

    /// The variant used when nobody asks for another; empty on an unsupported target.
    public Optional<Variant> usualVariant() {
        return variants.stream().findFirst();
    }
}
