package dev.recua.supervisor.child;

import dev.recua.supervisor.child.StartFailure.Cause;
import java.net.BindException;
import java.util.Locale;
import java.util.Optional;

/// What to tell of a fixed port that another program has.
final class PortTaken {

    private PortTaken() {}

    /// @param exit  how the child ended; [Exit#NEVER_RAN] when we saw it before the launch
    /// @param owner who has the port, where that is known
    static StartFailure failure(ChildSpec spec, int port, Exit exit, Optional<PortOwner> owner) {
        String who =
                owner.map(program -> "by " + program.describe())
                        .orElse("by a program that cannot be named");
        return new StartFailure(
                Cause.PORT_IN_USE,
                "%s did not start: port %d of %s is in use %s"
                        .formatted(spec.model(), port, spec.host().name(), who),
                owner.map(program -> "End " + program.describe()).orElse("End that program")
                        + ", or choose another port.",
                exit.code(),
                exit.lastLines());
    }

    /// Whether the port is taken, rather than forbidden or of no address of ours. Every system says
    /// `Address already in use`.
    static boolean isTaken(BindException why) {
        return String.valueOf(why.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
    }
}
