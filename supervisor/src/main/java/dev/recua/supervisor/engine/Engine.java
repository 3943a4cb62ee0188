package dev.recua.supervisor.engine;

import java.nio.file.Path;
import java.util.Optional;

/// A llama-server binary that answered and can be started.
///
/// @param binary  absolute path
/// @param facts   its version, build and options
/// @param target  the machine it runs on
/// @param variant what it computes on; empty for a binary that we did not install, which does not
///     say
/// @param origin  how it was found
public record Engine(
        Path binary,
        EngineFacts facts,
        Target target,
        Optional<Variant> variant,
        EngineOrigin origin) {
    public Engine {
        if (!binary.isAbsolute()) throw new IllegalArgumentException("not absolute: " + binary);
    }

    /// `0.7.0`, or `b10587` from builds that know only their number.
    public String version() {
        return facts.version();
    }

    /// The build number, 0 when it was built without one.
    public int build() {
        return facts.build();
    }

    public String commit() {
        return facts.commit();
    }

    /// The options that its `--help` knows.
    public EngineFlags flags() {
        return facts.flags();
    }

    /// For the line at the start: `llama-server 0.7.0 (build 11669, cpu)`.
    public String summary() {
        String detail = "build " + build() + variant.map(v -> ", " + v.id()).orElse("");
        return "llama-server " + version() + " (" + detail + ")";
    }
}
