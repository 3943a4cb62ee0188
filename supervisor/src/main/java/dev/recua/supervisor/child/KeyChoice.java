package dev.recua.supervisor.child;

import dev.recua.supervisor.args.Secrets;

/// Which key a child demands from whoever asks it. It always goes by the environment, never as an
/// argument that other users of the machine could read.
public sealed interface KeyChoice {

    /// 32 random bytes, new for each child: what a spec has that does not choose.
    record Random() implements KeyChoice {}

    /// This one.
    ///
    /// @param key not blank; never shown
    record Given(String key) implements KeyChoice {
        public Given {
            if (key.isBlank())
                throw new IllegalArgumentException(
                        "the key is blank; choose KeyChoice.none() for a server without one");
        }

        @Override
        public String toString() {
            return "Given[key=" + Secrets.MASK + "]";
        }
    }

    /// None: every program that reaches the port may ask.
    record None() implements KeyChoice {}

    static KeyChoice random() {
        return new Random();
    }

    static KeyChoice given(String key) {
        return new Given(key);
    }

    static KeyChoice none() {
        return new None();
    }
}
