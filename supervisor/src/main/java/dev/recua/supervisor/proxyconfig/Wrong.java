package dev.recua.supervisor.proxyconfig;

/// A value that its key cannot have. Says which type or range it must have, and what it was.
final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String why) {
        super(why);
    }

    /// What is wrong.
    String why() {
        return String.valueOf(getMessage());
    }
}
