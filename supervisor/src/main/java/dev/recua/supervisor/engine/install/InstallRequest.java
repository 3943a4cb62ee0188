package dev.recua.supervisor.engine.install;

import dev.recua.supervisor.engine.Target;
import dev.recua.supervisor.engine.Variant;
import java.util.Optional;

/// Which engine to install.
///
/// @param version `0.7.0` or `b11669`; empty: the newest
/// @param target  the machine it is for
/// @param variant what it shall compute on; empty: the target's usual one
/// @param offline true (`RECUA_OFFLINE`): no request leaves this machine; only what is there
///     already counts
public record InstallRequest(
        Optional<String> version, Target target, Optional<Variant> variant, boolean offline) {
    /// The newest engine in the target's usual variant.
    public static InstallRequest newest(Target target) {
        return new InstallRequest(Optional.empty(), target, Optional.empty(), false);
    }

    public InstallRequest withVersion(String version) {
        return new InstallRequest(Optional.of(version), target, variant, offline);
    }

    public InstallRequest withVariant(Variant variant) {
        return new InstallRequest(version, target, Optional.of(variant), offline);
    }

    public InstallRequest withOffline(boolean offline) {
        return new InstallRequest(version, target, variant, offline);
    }

    /// The variant asked for, else the usual one; empty when the target has none.
    public Optional<Variant> wantedVariant() {
        return variant.or(target::usualVariant);
    }

    /// `the newest version` or `version 0.7.0`, for messages.
    public String versionWords() {
        return version.map(v -> "version " + v).orElse("the newest version");
    }
}
