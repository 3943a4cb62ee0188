package dev.recua.supervisor.child;

/// Which port a child listens on.
public sealed interface PortChoice {

    /// Whichever is free. Taken by another program before the engine binds it, it is replaced by
    /// another one.
    record Any() implements PortChoice {}

    /// This one and no other. Taken by another program, the start fails at once with
    /// [StartFailure.Cause#PORT_IN_USE] and names the program where that can be known.
    ///
    /// @param port 1 to 65535
    record Fixed(int port) implements PortChoice {
        public Fixed {
            if (port < 1 || port > 65535)
                throw new IllegalArgumentException("not a port (1 to 65535): " + port);
        }
    }

    /// Whichever is free: what a spec has that does not choose.
    static PortChoice any() {
        return new Any();
    }

    /// This one and no other.
    static PortChoice fixed(int port) {
        return new Fixed(port);
    }
}
