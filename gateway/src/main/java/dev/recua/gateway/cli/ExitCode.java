package dev.recua.gateway.cli;

/// With what number a command ends, so that a script can tell why.
public enum ExitCode {
    /// It did what was asked.
    DONE(0, "done"),
    /// It tried and failed; the message says why.
    FAILED(1, "failed"),
    /// The command line itself was wrong.
    USAGE(2, "usage: unknown command or option, missing or wrong value"),
    /// The command needs a running gateway and none answers.
    NO_GATEWAY(3, "no gateway runs at the address"),
    /// No model, or other thing, has that name.
    NOT_FOUND(4, "no such model or thing"),
    /// The configuration has problems; nothing was started.
    INVALID_CONFIG(5, "configuration invalid"),
    /// No llama-server that works was found or could be installed, or no Java.
    NO_ENGINE(6, "no usable engine, or no Java"),
    /// Another program has the address, or another gateway the home folder.
    IN_USE(7, "address or home folder in use"),
    /// The user pressed Ctrl-C.
    INTERRUPTED(130, "interrupted");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// The number that the process ends with.
    public int code() {
        return code;
    }

    /// What it means, for help and documentation.
    public String meaning() {
        return meaning;
    }
}
